/** What answers ask before the next try. */
interface Asked {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

const LONGEST_BACKOFF = 60
/** GitHub asks for a minute at least when a secondary limit names no time. */
const SECONDARY_LIMIT = 60

/** Retry-After in seconds, in either of its forms; null without one. */
function retryAfter(headers: Headers, now: number): number | null {
  const text = headers.get('retry-after')
  if (text === null) return null
  if (/^\d{1,9}$/.test(text)) return Number(text)
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000))
}

/** Seconds to the moment, in seconds since 1970, at which a used-up limit is given back; null without one. */
function limitReset(headers: Headers, now: number): number | null {
  for (const prefix of ['x-ratelimit', 'ratelimit']) {
    const reset = headers.get(`${prefix}-reset`) ?? ''
    if (headers.get(`${prefix}-remaining`) !== '0' || !/^\d{9,11}$/.test(reset)) continue
    // One second more: the moment itself is told in whole seconds.
    return Math.max(1, Math.ceil(Number(reset) - now / 1000) + 1)
  }
  return null
}

/**
 * Seconds that an answer asks to wait because of a limit; null when it is about something else. A 403 is about a limit
 * only when it says so: GitHub answers so for its limits, and so does every server for missing rights.
 *
 * @see GitHub, Rate limits for the REST API; GitLab, User and IP rate limits; Jira Cloud, Rate limiting
 */
export function limitedFor({ status, headers, body }: Asked, now: number): number | null {
  if (status !== 429 && status !== 403) return null
  const asked = retryAfter(headers, now) ?? limitReset(headers, now)
  if (asked !== null) return asked
  if (/secondary rate limit|abuse detection/i.test(body)) return SECONDARY_LIMIT
  return status === 429 ? SECONDARY_LIMIT : null
}

/** Seconds before the next try after a fault of the server: as it asks, or twice as long each time. */
export function backoffFor(headers: Headers | null, attempt: number, now: number): number {
  const asked = headers === null ? null : retryAfter(headers, now)
  return asked ?? Math.min(LONGEST_BACKOFF, 2 ** (attempt - 1))
}
