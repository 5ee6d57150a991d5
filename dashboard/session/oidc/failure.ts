import type { SignInFailure } from '../../../schemas/sign-in.ts'

/** A sign-in came to nothing, for a reason that its page tells. */
export class SignInFailed extends Error {
  readonly code: SignInFailure
  /** What the issuer or the check of its answer calls it, for the log: no token, no secret, no text of a stranger. */
  readonly reason: string
  constructor(code: SignInFailure, reason: string) {
    super(`sign-in failed: ${code} (${reason})`)
    this.name = 'SignInFailed'
    this.code = code
    this.reason = reason
  }
}
