/** What was counted over an exposure: defects of a release and its KSLOC, or of a day (exposure 1). */
export interface Subgroup {
  readonly label: string
  readonly count: number
  readonly exposure: number
}

/** One plotted value with its limits; null where there are too few points to have any. */
export interface ChartPoint {
  readonly label: string
  readonly value: number
  readonly lower: number | null
  readonly upper: number | null
  /** The value lies outside its limits. */
  readonly signal: boolean
}

export interface ControlChart {
  readonly centre: number
  /** Laney's σz: near 1 for Poisson counts; above 1.2 to 1.3 they are over-dispersed and plain u limits cry wolf. */
  readonly sigmaZ?: number | null
  readonly points: readonly ChartPoint[]
}

/** With fewer points limits are provisional. */
export const PROVISIONAL_BELOW = 20

/** Values within this relative distance of a limit are on it: what varies by rounding only gives no signal. */
const RELATIVE_TOLERANCE = 1e-9

const exceeds = (value: number, limit: number) =>
  value - limit > RELATIVE_TOLERANCE * Math.max(Math.abs(value), Math.abs(limit))

/** A value with its limits, a signal when it lies beyond one of them. */
export function pointOf(
  label: string,
  value: number,
  lower: number | null,
  upper: number | null,
): ChartPoint {
  const signal = (upper !== null && exceeds(value, upper)) || (lower !== null && exceeds(lower, value))
  return { label, value, lower, upper, signal }
}

/**
 * Mean rate of all subgroups, sum over sum.
 *
 * @throws {RangeError} without subgroups, or with an exposure that is not positive
 */
export function meanRate(subgroups: readonly Subgroup[]): number {
  const exposure = subgroups.reduce((sum, subgroup) => sum + subgroup.exposure, 0)
  if (subgroups.length === 0 || subgroups.some((subgroup) => !(subgroup.exposure > 0))) {
    throw new RangeError('meanRate: needs subgroups, each with a positive exposure')
  }
  return subgroups.reduce((sum, { count }) => sum + count, 0) / exposure
}

/** Standardised deviations z = (u - ū) / √(ū / k); all 0 when nothing was counted at all. */
export function deviations(subgroups: readonly Subgroup[]): readonly number[] {
  const mean = meanRate(subgroups)
  return subgroups.map(({ count, exposure }) =>
    mean === 0 ? 0 : (count / exposure - mean) / Math.sqrt(mean / exposure),
  )
}

/** What values are held against, where it was set before and is not taken from them. */
export interface Target {
  /** In the unit of the rates. */
  readonly target?: number
  /** Standard deviation of a value of exposure 1; that of a value of exposure k is sigma / √k. */
  readonly sigma?: number
}

/**
 * Standard deviation of a value of exposure 1, from the values themselves: the sample deviation (n - 1) of
 * z = (u - ū) / √(ū / k), times √ū. For equal exposures of 1 it is the sample deviation of the counts. Null with fewer
 * than two subgroups, 0 when they differ by rounding only.
 */
export function spreadOf(subgroups: readonly Subgroup[]): number | null {
  const z = deviations(subgroups)
  if (z.length < 2) return null
  const mean = z.reduce((sum, value) => sum + value, 0) / z.length
  const deviation = Math.sqrt(z.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (z.length - 1))
  return deviation < RELATIVE_TOLERANCE ? 0 : deviation * Math.sqrt(meanRate(subgroups))
}

/** A point outside its limits, as a finding. */
export interface ChartFinding {
  readonly code: 'ABOVE_UPPER' | 'BELOW_LOWER'
  readonly label: string
  readonly value: number
  readonly limit: number
}

/** The signals of a chart as findings. */
export function chartFindings({ points }: Pick<ControlChart, 'points'>): ChartFinding[] {
  return points.flatMap(({ label, value, lower, upper, signal }): ChartFinding[] => {
    if (!signal) return []
    if (upper !== null && value > upper) return [{ code: 'ABOVE_UPPER', label, value, limit: upper }]
    return lower === null ? [] : [{ code: 'BELOW_LOWER', label, value, limit: lower }]
  })
}
