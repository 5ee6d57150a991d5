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

/** The page for signing in that leads back. */
export function signInPath(next: string): string {
  return next === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ next }).toString()}`
}
