import { elapsedShare } from '../../analytics/charts/elapsed-share.ts'
import { pbCurve } from '../../analytics/charts/pb-curve.ts'
import { pbState, slopeRatio } from '../../analytics/charts/pb-state.ts'
import { daysBetween } from '../../analytics/facts/effective-date.ts'
import { componentDensities, unplacedDefects } from '../../analytics/indicators/concentration.ts'
import { uniqueDefects } from '../../analytics/indicators/found-defects.ts'
import { isTesting } from '../../analytics/indicators/phase-kinds.ts'
import type { Slice } from '../../analytics/indicators/slice.ts'
import { oldestOpen } from '../../analytics/indicators/time-to-fix.ts'
import { severity } from '../../schemas/facts/common.ts'

const DAY = 86_400_000

/** The PB curve of a slice with its state by the machine rules, and what they look at. */
export function pbAnswer(slice: Slice) {
  const { view } = slice
  const points = pbCurve(slice)
  const last = points.at(-1)
  const phases = view.declared.phases.filter((phase) => slice.phases?.includes(phase.id) ?? isTesting(phase))
  const found = uniqueDefects(slice)
  const lastCritical = found
    .filter(({ data }) => data.severity === 'critical')
    .reduce<number | null>((last, { data }) => Math.max(last ?? -Infinity, Date.parse(data.detectedAt)), null)
  const daysSinceCritical = lastCritical === null ? null : (view.state.at - lastCritical) / DAY
  const ageOf = (of: (typeof severity.options)[number]) => oldestOpen(slice, of).actual ?? 0
  const severe = { daysSinceCritical, oldestOpenDays: Math.max(ageOf('critical'), ageOf('major')) }
  const elapsed = elapsedShare(phases, view.calendar, view.statusDate)
  return {
    chart: 'pb' as const,
    state: pbState(points, elapsed, severe, daysBetween),
    slopeRatio: slopeRatio(points),
    casesRemaining: last === undefined ? null : Math.max(0, last.planned - last.executed),
    oldestOpenDays: found.length === 0 ? null : Math.max(...severity.options.map(ageOf)),
    daysSinceCritical,
    points: [...points],
  }
}

/** Components by number of defects, and the defects that no component's density can show. */
export function paretoAnswer({ view, phases }: Slice) {
  const { withoutComponent, withoutSize } = unplacedDefects(view, phases)
  return {
    chart: 'pareto' as const,
    components: componentDensities(view, phases).map(({ interval, shrunkInterval, ...rest }) => ({
      ...rest,
      interval: [...interval] as [number, number],
      shrunkInterval: [...shrunkInterval] as [number, number],
    })),
    withoutComponent,
    withoutSize: withoutSize.map((known) => ({ ...known })),
  }
}
