import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { CookieOptions } from 'hono/utils/cookie'
import { isLoopback } from '../../schemas/config-access.ts'

/** On this machine there is no way that anybody could listen on, and browsers do not all take `Secure` there. */
const isSecure = (c: Context) => !isLoopback(new URL(c.req.url).hostname)

/** With the prefix a browser takes the cookie only with `Secure`, for this host and all of its paths. */
const named = (c: Context, name: string) => (isSecure(c) ? `__Host-${name}` : name)

export function readCookie(c: Context, name: string): string | undefined {
  return getCookie(c, named(c, name))
}

/** A cookie that no script can read. */
export function keepCookie(
  c: Context,
  name: string,
  value: string,
  options: Pick<CookieOptions, 'sameSite' | 'maxAge'>,
): void {
  setCookie(c, named(c, name), value, { path: '/', httpOnly: true, secure: isSecure(c), ...options })
}

export function dropCookie(c: Context, name: string): void {
  deleteCookie(c, named(c, name), { path: '/', secure: isSecure(c) })
}
