/** Why a sign-in by OpenID Connect came to nothing, with the status of the page that says so: the closed list. */
export const signInFailureStatus = {
  /** The answer belongs to no sign-in that this browser began within ten minutes, or was used before. */
  SIGN_IN_NOT_BEGUN: 400,
  /** The issuer's answer, or the token in it, does not hold what was asked for. */
  SIGN_IN_NOT_PROVEN: 401,
  /** The issuer let nobody in. */
  SIGN_IN_DENIED: 403,
  /** Somebody is known, and nothing is granted to him. */
  SIGN_IN_NOT_GRANTED: 403,
  /** More than a browser keeps. */
  SIGN_IN_TOO_LARGE: 400,
  RATE_LIMITED: 429,
  IDENTITY_UNAVAILABLE: 503,
} as const satisfies Record<string, number>

export type SignInFailure = keyof typeof signInFailureStatus
