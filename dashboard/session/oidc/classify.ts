import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { SignInFailed } from './failure.ts'

/** The issuer is away, or answers what no issuer answers: nothing is known of the visitor. */
const AWAY = new Set([
  'OAUTH_TIMEOUT',
  'OAUTH_ABORT',
  'OAUTH_RESPONSE_IS_NOT_CONFORM',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_PARSE_ERROR',
  'OAUTH_MISSING_SERVER_METADATA',
  'OAUTH_INVALID_SERVER_METADATA',
  'OAUTH_HTTP_REQUEST_FORBIDDEN',
])
/** Errors of the token endpoint (RFC 6749, 5.2) that are about the code; the others are about the issuer or us. */
const ABOUT_THE_CODE = new Set(['invalid_grant', 'invalid_request'])
/** How an issuer says that it would have to ask the person (OpenID Connect Core 1.0, 3.1.2.6). */
const WOULD_ASK = new Set([
  'login_required',
  'interaction_required',
  'consent_required',
  'account_selection_required',
])
const PLAIN = /^[a-z_]{1,64}$/
/** Errors of an answer come by way of the browser, where anybody may have written them. */
const plain = (word: string) => (PLAIN.test(word) ? word : 'unknown')

/** The issuer would let the person in again, but not without asking him. */
export function wouldAsk(error: unknown): boolean {
  return error instanceof AuthorizationResponseError && WOULD_ASK.has(error.error)
}

/** What an error of openid-client means for who wants to sign in; null when it is none of those that are expected. */
export function signInFailure(error: unknown): SignInFailed | null {
  if (error instanceof AuthorizationResponseError) {
    const isAway = error.error === 'server_error' || error.error === 'temporarily_unavailable'
    return new SignInFailed(isAway ? 'IDENTITY_UNAVAILABLE' : 'SIGN_IN_DENIED', plain(error.error))
  }
  if (error instanceof ResponseBodyError) {
    const code = ABOUT_THE_CODE.has(error.error) ? 'SIGN_IN_NOT_PROVEN' : 'IDENTITY_UNAVAILABLE'
    return new SignInFailed(code, plain(error.error))
  }
  // Who is not let in here is not the visitor but this server.
  if (error instanceof WWWAuthenticateChallengeError)
    return new SignInFailed('IDENTITY_UNAVAILABLE', 'client_not_authenticated')
  if (error instanceof ClientError) {
    const reason = error.code ?? 'unknown'
    return new SignInFailed(AWAY.has(reason) ? 'IDENTITY_UNAVAILABLE' : 'SIGN_IN_NOT_PROVEN', reason)
  }
  // What fetch throws when nobody answers.
  if (error instanceof TypeError && error.message === 'fetch failed')
    return new SignInFailed('IDENTITY_UNAVAILABLE', 'not_reached')
  return null
}
