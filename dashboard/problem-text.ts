import type { Problem } from '../schemas/errors.ts'
import { isMessageKey } from '../schemas/messages/index.ts'
import type { Visit } from './visit.ts'

/** What a problem means, in the visitor's language; what the API says of it in detail is English. */
export function problemText({ t }: Visit, { code, field }: Problem): string {
  const ofField = `problem.${code}.${field ?? ''}`
  if (isMessageKey(ofField)) return t(ofField)
  return field === undefined
    ? t(`problem.${code}`)
    : `${t(`problem.${code}`)} ${t('problem.about', { field })}`
}
