import type { Refusal } from '../../schemas/refusals.ts'
import { clip } from './describe.ts'

/** The refusal of text that is not JSON, with the parser's own short account of where it stopped. */
export function malformedJson(error: unknown): Refusal {
  const account = error instanceof Error ? clip(error.message, false, 160) : 'not JSON'
  return { code: 'MALFORMED_JSON', field: null, message: `the event is not JSON: ${account}` }
}
