import { failureData, type FailureData } from './failure-data.ts'

/**
 * What was known of the failures when the observation had lasted until a moment. Intervals not complete by then are
 * left out; with counts alone the observation ends where the last complete one does.
 *
 * @returns null when nothing was complete by then
 */
export function dataUntil(data: FailureData, moment: number): FailureData | null {
  const times = data.times.filter((time) => time <= moment)
  const intervals = data.intervals.filter(({ to }) => to <= moment)
  const end = data.intervals.length === 0 ? moment : (intervals.at(-1)?.to ?? 0)
  if (!(end > 0)) return null
  return failureData(
    times.filter((time) => time <= end),
    intervals,
    end,
  )
}
