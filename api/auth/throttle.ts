import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

export interface ThrottleLimits {
  /** Requests a minute of one caller; 0 = no limit. */
  readonly requests: number
  /** Deliveries of events a minute of one caller, counted apart; 0 = no limit. */
  readonly deliveries: number
  /** Failed attempts a minute from one address before none is looked at any more. */
  readonly failures: number
}

export interface Throttle {
  /** Seconds to wait, or null when the request may go on. */
  request(principal: string, isDelivery: boolean): Promise<number | null>
  /** Seconds for which nothing from an address is looked at; null when it is welcome. */
  blocked(address: string): Promise<number | null>
  failed(address: string): Promise<void>
}

const MINUTE = 60
const secondsOf = (milliseconds: number) => Math.max(1, Math.ceil(milliseconds / 1000))

async function consume(limiter: RateLimiterMemory | null, key: string): Promise<number | null> {
  if (limiter === null) return null
  try {
    await limiter.consume(key)
    return null
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return secondsOf(refused.msBeforeNext)
    throw refused
  }
}

/** IPv6 gives everybody 2^64 addresses: they count as one. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '')
  if (!plain.includes(':')) return plain
  const [head = '', tail = ''] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const missing = plain.includes('::') ? 8 - groups.length - (tail === '' ? 0 : tail.split(':').length) : 0
  const full = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...tail.split(':')]
  return `${full.slice(0, 4).join(':')}::/64`
}

/** Limits kept in this process: each process counts for itself. */
export function createThrottle(limits: ThrottleLimits): Throttle {
  const limiter = (points: number) =>
    points === 0 ? null : new RateLimiterMemory({ points, duration: MINUTE })
  const requests = limiter(limits.requests)
  const deliveries = limiter(limits.deliveries)
  const failures = new RateLimiterMemory({ points: limits.failures, duration: MINUTE })
  return {
    request: (principal, isDelivery) => consume(isDelivery ? deliveries : requests, principal),
    blocked: async (address) => {
      const seen = await failures.get(networkOf(address))
      const isOver = seen !== null && seen.consumedPoints >= limits.failures && seen.msBeforeNext > 0
      return isOver ? secondsOf(seen.msBeforeNext) : null
    },
    failed: async (address) => {
      await failures.penalty(networkOf(address))
    },
  }
}
