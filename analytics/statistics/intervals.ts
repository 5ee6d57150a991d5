import { gammaQuantile } from './gamma.ts'

/** The ends of a two-sided interval, both included. */
export type Interval = readonly [lower: number, upper: number]

/** Mass left out on each side: every interval of kanmon is one of 95 %. */
export const TAIL = 0.025

/** The 97.5 % quantile of the standard normal distribution. */
const NORMAL_DEVIATE = 1.959963984540054

/**
 * Exact interval of a Poisson mean after `count` events, 95 % (Garwood, Biometrika 28, 1936):
 * `[chi2inv(0.025, 2x) / 2, chi2inv(0.975, 2x + 2) / 2]`; no events give [0, 3.69]. Divide by the exposure for a rate.
 *
 * @throws {RangeError} unless count is a whole number of at least 0
 * @example
 * poissonInterval(7) // [2.814…, 14.422…]; in 1.025 KSLOC 2.75 to 14.1 defects/KSLOC
 */
export function poissonInterval(count: number): Interval {
  if (!Number.isInteger(count) || count < 0) throw new RangeError('poissonInterval: needs a count')
  return [count === 0 ? 0 : gammaQuantile(count, TAIL), gammaQuantile(count + 1, 1 - TAIL)]
}

/** `poissonInterval` of a rate: per unit of exposure, times `scale`. */
export function rateInterval(count: number, exposure: number, scale = 1): Interval {
  const [lower, upper] = poissonInterval(count)
  return [(lower / exposure) * scale, (upper / exposure) * scale]
}

/**
 * Interval of a share by Wilson's score method, 95 % (Wilson, JASA 22, 1927; Newcombe, Stat. Med. 17, 1998, method 3).
 * Unlike the textbook interval it never leaves 0 to 1 and says something of 0 of n and n of n.
 *
 * @throws {RangeError} unless 0 <= successes <= trials and trials > 0
 * @example
 * wilsonInterval(81, 263) // [0.2553…, 0.3662…]
 */
export function wilsonInterval(successes: number, trials: number): Interval {
  if (!(trials > 0 && successes >= 0 && successes <= trials)) {
    throw new RangeError('wilsonInterval: needs 0 <= successes <= trials, trials > 0')
  }
  const share = successes / trials
  const square = NORMAL_DEVIATE ** 2
  const centre = (share + square / (2 * trials)) / (1 + square / trials)
  const half =
    (NORMAL_DEVIATE / (1 + square / trials)) *
    Math.sqrt((share * (1 - share)) / trials + square / (4 * trials * trials))
  return [
    successes === 0 ? 0 : Math.max(0, centre - half),
    successes === trials ? 1 : Math.min(1, centre + half),
  ]
}
