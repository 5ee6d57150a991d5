import type { ErrorCode } from '../../schemas/errors.ts'
import type { Raw } from '../candidate.ts'

/** Why a body as a whole cannot be read. */
type BodyFailureCode = Extract<
  ErrorCode,
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UNSUPPORTED_ENCODING'
  | 'BODY_TOO_LARGE'
  | 'MALFORMED_BODY'
  | 'BAD_GZIP'
  | 'EMPTY_BODY'
  | 'INVALID_UTF8'
>

export interface BodyFailure {
  readonly code: BodyFailureCode
  readonly message: string
  /** The head of a body that is not JSON, to be kept in the quarantine. */
  readonly raw?: Raw
}

/** Carries a failure out of the generators that read a body; it does not leave this folder. */
export class BodyFault extends Error {
  readonly failure: BodyFailure
  constructor(failure: BodyFailure, options: { cause?: unknown } = {}) {
    super(failure.message, options)
    this.name = 'BodyFault'
    this.failure = failure
  }
}
