import { createHmac, timingSafeEqual } from 'node:crypto'

/** The name of the field that carries the token. */
export const FORM_TOKEN = 'token'

/**
 * The token of a visitor's forms: what another site cannot know, although it can make a browser send a form
 * (HMAC-SHA-256 of the visitor's cookie; OWASP, Cross-Site Request Forgery Prevention: signed double submit).
 *
 * @param session the session's id, so that a token ends with its session; empty without one
 */
export function formToken(secret: Uint8Array, visitor: string, session: string): string {
  return createHmac('sha256', secret).update(`form\n${visitor}\n${session}`).digest('base64url')
}

export function isFormToken(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
