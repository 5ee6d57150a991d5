import { FORM_TOKEN } from './session/form-token.ts'
import type { Visit } from './visit.ts'

/** In every form: shows that it comes from a page of ours. */
export function FormToken({ visit }: { visit: Visit }) {
  return <input type="hidden" name={FORM_TOKEN} value={visit.formToken} />
}
