import type { Visit } from '../../visit.ts'
import { inWords } from '../project/view.ts'

/** Why an event was refused, in the visitor's language, with the code by which it is looked up. */
export function Refusal({ visit, code }: { visit: Visit; code: string }) {
  const words = inWords(visit, 'refusal', code)
  return (
    <>
      {words !== code && `${words} `}
      <code class="muted">{code}</code>
    </>
  )
}
