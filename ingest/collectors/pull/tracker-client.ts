import { PullFailed } from './failure.ts'
import { backoffFor, limitedFor } from './patience.ts'

/** What a pull needs of its surroundings. */
export interface PullPorts {
  readonly fetch: typeof fetch
  readonly now: () => number
  readonly sleep: (seconds: number) => Promise<void>
  /** Told before each wait. */
  readonly waiting: (seconds: number, cause: string) => void
}

export interface TrackerAnswer {
  readonly body: unknown
  /** The next page by the Link header; null on the last one. */
  readonly next: string | null
}

export interface TrackerClient {
  /** A GET of a path below the base, or of a whole URL on the same server. @throws {PullFailed} */
  readonly get: (path: string) => Promise<TrackerAnswer>
}

const ATTEMPTS = 8
/** Longest wait that is accepted, in seconds. GitHub gives its limit back within the hour. */
const LONGEST_WAIT = 3700
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/

/** A server that a token may be sent to. @throws {PullFailed} NOT_HTTPS */
function baseOf(url: string): URL {
  const base = new URL(url.endsWith('/') ? url : `${url}/`)
  if (base.username !== '' || base.password !== '') {
    throw new PullFailed('NOT_HTTPS', 'the URL must hold no user and no password')
  }
  if (base.protocol === 'https:' || (base.protocol === 'http:' && LOOPBACK.test(base.hostname))) return base
  throw new PullFailed('NOT_HTTPS', `${base.origin} is not https; a token is sent nowhere else`)
}

function nextOf(headers: Headers): string | null {
  for (const link of (headers.get('link') ?? '').split(/,(?=\s*<)/)) {
    const [, url, parameters = ''] = /^\s*<([^>]+)>(.*)$/.exec(link) ?? []
    if (url !== undefined && /;\s*rel="?next"?/i.test(parameters)) return url
  }
  return null
}

/**
 * A client of a tracker's REST API. Limits are waited for as the server asks, faults that pass are tried again, and the
 * token leaves for no other server: redirects and links to another origin end the pull.
 *
 * @param headers with the token; never part of a message
 */
export function trackerClient(
  url: string,
  headers: Readonly<Record<string, string>>,
  ports: PullPorts,
): TrackerClient {
  const base = baseOf(url)

  async function attempt(target: URL): Promise<{ response: Response; text: string } | { fault: string }> {
    try {
      const signal = AbortSignal.timeout(60_000)
      const response = await ports.fetch(target, { headers, redirect: 'manual', signal })
      return { response, text: await response.text() }
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
      return { fault: cause instanceof Error ? cause.message || cause.name : 'no answer' }
    }
  }

  async function wait(seconds: number, cause: string): Promise<void> {
    if (seconds > LONGEST_WAIT) {
      throw new PullFailed(
        'RATE_LIMITED',
        `${cause}: asked to wait ${seconds} s, longer than ${LONGEST_WAIT} s`,
      )
    }
    ports.waiting(seconds, cause)
    await ports.sleep(seconds)
  }

  async function get(path: string): Promise<TrackerAnswer> {
    const target = new URL(path, base)
    if (target.origin !== base.origin) {
      throw new PullFailed('UNEXPECTED_ANSWER', `${base.origin} points to another server, ${target.origin}`)
    }
    let last = ''
    for (let tried = 1; tried <= ATTEMPTS; tried++) {
      const answer = await attempt(target)
      const now = ports.now()
      if ('fault' in answer) {
        last = answer.fault
        if (tried < ATTEMPTS) await wait(backoffFor(null, tried, now), last)
        continue
      }
      const { response, text } = answer
      const { status } = response
      const limited = limitedFor({ status, headers: response.headers, body: text }, now)
      if (limited === null && status < 500) return readAnswer(response, text, target)
      last = `HTTP ${status}`
      if (tried < ATTEMPTS) await wait(limited ?? backoffFor(response.headers, tried, now), last)
    }
    throw new PullFailed(
      last === 'HTTP 429' || last === 'HTTP 403' ? 'RATE_LIMITED' : 'UNAVAILABLE',
      `${target.pathname}: ${last} after ${ATTEMPTS} tries`,
    )
  }
  return { get }
}

function readAnswer({ status, headers }: Response, text: string, { pathname }: URL): TrackerAnswer {
  if (status === 401 || status === 403) {
    throw new PullFailed('UNAUTHORIZED', `${pathname}: HTTP ${status}: the token has no right to read this`)
  }
  if (status === 404 || status === 410) {
    throw new PullFailed('NOT_FOUND', `${pathname}: HTTP ${status}: not there, or not for this token`)
  }
  if (status !== 200) throw new PullFailed('UNEXPECTED_ANSWER', `${pathname}: HTTP ${status}`)
  try {
    return { body: JSON.parse(text), next: nextOf(headers) }
  } catch {
    throw new PullFailed('UNEXPECTED_ANSWER', `${pathname}: the answer is no JSON`)
  }
}
