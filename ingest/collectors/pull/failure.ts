import { z } from 'zod'

/** Why issues could not be pulled: a closed list. */
export const pullFailureCode = z.enum([
  'NOT_HTTPS',
  'NO_TOKEN',
  'UNAUTHORIZED',
  'NOT_FOUND',
  'RATE_LIMITED',
  'UNAVAILABLE',
  'UNEXPECTED_ANSWER',
  'UNSTABLE_PAGES',
  'STATE_UNREADABLE',
])
export type PullFailureCode = z.infer<typeof pullFailureCode>

/** A pull that came to no end. What was delivered before stays; the next one goes on from there. */
export class PullFailed extends Error {
  readonly code: PullFailureCode
  constructor(code: PullFailureCode, message: string) {
    super(message)
    this.name = 'PullFailed'
    this.code = code
  }
}
