import { z } from 'zod'
import { policyProblem, type PolicyProblem } from './policy-problems.ts'

/** Every error a caller of the API may see. Anything else is a 500 `INTERNAL` and a bug. */
export const errorStatus = {
  INVALID_REQUEST: 400,
  MALFORMED_BODY: 400,
  EMPTY_BODY: 400,
  BAD_GZIP: 400,
  INVALID_UTF8: 400,
  UNAUTHENTICATED: 401,
  HOST_NOT_ALLOWED: 403,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PROJECT_NOT_FOUND: 404,
  VERDICT_NOT_FOUND: 404,
  GATE_NOT_FOUND: 404,
  KIND_NOT_FOUND: 404,
  HOLD_NOT_FOUND: 404,
  DIVISION_NOT_FOUND: 404,
  WAIVER_NOT_FOUND: 404,
  QUARANTINE_ENTRY_NOT_FOUND: 404,
  SIGNING_NOT_CONFIGURED: 404,
  NOTIFICATION_NOT_FOUND: 404,
  WEBHOOK_NOT_FOUND: 404,
  POLICY_NOT_FOUND: 404,
  KEY_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  ACCESS_CONTROL_OFF: 409,
  KEY_NOT_VALID: 409,
  HOLD_OF_ANOTHER_OFFICE: 409,
  HOLD_ALREADY_LIFTED: 409,
  HOLD_EXISTS: 409,
  WAIVER_EXISTS: 409,
  WAIVER_NOT_OPEN: 409,
  WAIVER_OF_ONES_OWN: 409,
  NOT_WAIVABLE: 409,
  POLICY_VERSION_TAKEN: 409,
  BODY_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  UNSUPPORTED_ENCODING: 415,
  ORDER_REFUSED: 422,
  WAIVER_UNMATCHED: 422,
  WAIVER_TOO_LONG: 422,
  EVIDENCE_UNMATCHED: 422,
  POLICY_REFUSED: 422,
  BOOTSTRAP_TOO_LARGE: 422,
  OVERLOADED: 429,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  STORE_UNAVAILABLE: 503,
  IDENTITY_UNAVAILABLE: 503,
} as const satisfies Record<string, number>

export type ErrorCode = keyof typeof errorStatus
export const errorCode = z.enum(Object.keys(errorStatus) as [ErrorCode, ...ErrorCode[]])

/** An error as answered: RFC 9457 problem details, with our code and, for bad input, the field. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: errorCode,
  field: z.string().optional(),
  problems: z.array(policyProblem).optional().describe('what is wrong with a refused policy, with its place'),
  instance: z.string().optional().describe('urn:kanmon:request: and the request id, as in the log'),
})
export type Problem = z.infer<typeof problem>

/** Thrown for what a caller may see; the API turns it into problem+json. */
export class KanmonError extends Error {
  readonly code: ErrorCode
  readonly field: string | undefined
  /** Whole seconds after which the same request may be sent again. */
  readonly retryAfter: number | undefined
  readonly problems: readonly PolicyProblem[] | undefined
  constructor(
    code: ErrorCode,
    detail: string,
    options: {
      field?: string
      cause?: unknown
      retryAfter?: number
      problems?: readonly PolicyProblem[]
    } = {},
  ) {
    super(detail, { cause: options.cause })
    this.name = 'KanmonError'
    this.code = code
    this.field = options.field
    this.retryAfter = options.retryAfter
    this.problems = options.problems
  }
}
