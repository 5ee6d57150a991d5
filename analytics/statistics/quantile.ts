/**
 * Quantile of type 7 (Hyndman & Fan 1996), the default of R and numpy: linear between the order statistics, with
 * h = (n - 1) p.
 *
 * @param sorted at least one value, in ascending order
 * @throws {RangeError} when there is no value or p is not within 0 to 1
 * @example
 * quantile([1, 2, 3, 4], 0.25) // 1.75
 */
export function quantile(sorted: readonly number[], p: number): number {
  const last = sorted.at(-1)
  if (last === undefined || !(p >= 0 && p <= 1))
    throw new RangeError('quantile: needs values and 0 <= p <= 1')
  const position = (sorted.length - 1) * p
  const index = Math.floor(position)
  const below = sorted[index] ?? last
  const above = sorted[index + 1] ?? below
  return below + (position - index) * (above - below)
}

/** Values in ascending order, as `quantile` wants them. */
export const ascending = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
