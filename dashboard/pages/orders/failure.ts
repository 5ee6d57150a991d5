import { isMessageKey } from '../../../schemas/messages/index.ts'
import type { Problem } from '../../../schemas/errors.ts'
import type { Fields } from '../../frame.ts'
import { problemText } from '../../problem-text.ts'
import type { Visit } from '../../visit.ts'

/** A form that was sent and not taken, with what was written into it. */
export interface Failure {
  /** The id of the form. */
  readonly form: string
  readonly fields: Fields
  /** The field that is wrong; null when it is none, or cannot be said. */
  readonly field: string | null
  readonly problem: Problem
}

/** What is wrong, in the visitor's language. */
export function failureMessage(visit: Visit, { problem }: Failure): string {
  const key = `orders.error.${problem.code}`
  return isMessageKey(key) ? visit.t(key) : problemText(visit, problem)
}
