/** An origin that is nobody's: what a path leads away from. */
const HERE = 'http://here.invalid'

/** Where to go on after signing in: a page of this server, whatever the link that led here says. */
export function nextPage(asked: string | null | undefined): string {
  if (asked == null || !asked.startsWith('/') || !URL.canParse(asked, HERE)) return '/'
  const { origin, pathname, search } = new URL(asked, HERE)
  // The parsed path may begin with two slashes, which would name another host when it is followed.
  if (origin !== HERE || pathname.startsWith('//') || pathname.startsWith('/sign-')) return '/'
  return `${pathname}${search}`
}

const withNext = (path: string, query: Record<string, string>, next: string) => {
  const text = new URLSearchParams({ ...query, ...(next !== '/' && { next }) }).toString()
  return text === '' ? path : `${path}?${text}`
}

/** The page for signing in that leads back. */
export const signInPath = (next: string): string => withNext('/sign-in', {}, next)

/** The way to the issuer and back. */
export const issuerPath = (next: string): string => withNext('/sign-in/oidc', {}, next)

/** The same, where the issuer asks the person nothing. */
export const renewalPath = (next: string): string => withNext('/sign-in/oidc', { silent: '' }, next)
