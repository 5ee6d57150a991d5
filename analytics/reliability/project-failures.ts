import type { Severity } from '../../schemas/facts/common.ts'
import { toEpochDay } from '../calendar/civil-date.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { pbCurve } from '../charts/pb-curve.ts'
import { uniqueDefects, type Defect } from '../indicators/found-defects.ts'
import { isTesting } from '../indicators/phase-kinds.ts'
import type { Slice } from '../indicators/slice.ts'
import { testTotals } from '../indicators/test-totals.ts'
import { failureCounts, type FailureData } from './failure-data.ts'

/** A project's defects over an axis: executed test cases, or days to the status date. */
export interface ProjectFailures {
  readonly axis: 'cases' | 'days'
  /** null when there is nothing to count: no defect and no test by the status date. */
  readonly data: FailureData | null
  /** Share of the defects that are critical or major. */
  readonly severeShare: number | null
  /** Executed / planned test cases; null when no tests were reported. */
  readonly testConsumption: number | null
}

const SEVERE: ReadonlySet<Severity> = new Set(['critical', 'major'])
/** So many reports with newly executed cases make the daily volume known. */
const LEAST_REPORTS = 5

const dayFound = ({ data }: Defect, zone: string): number =>
  toEpochDay(civilDateOf(Date.parse(data.detectedAt), zone))

/** Intervals between reports that executed something, with the defects found by their days. */
function byCases(slice: Slice, days: readonly number[]): FailureData | null {
  const [ends, counts]: [number[], number[]] = [[], []]
  const points = pbCurve(slice).filter(({ date }) => date <= slice.view.statusDate)
  let counted = 0
  for (const { date, executed } of points) {
    if (executed <= (ends.at(-1) ?? 0)) continue
    const found = days.filter((day) => day <= toEpochDay(date)).length
    ends.push(executed)
    counts.push(found - counted)
    counted = found
  }
  if (ends.length < LEAST_REPORTS) return null
  // Found since the last report: they belong to what is being executed now.
  counts.push((counts.pop() ?? 0) + days.length - counted)
  return failureCounts(ends, counts)
}

/** Days from the start of the testing phases, or the first defect if that was earlier, to the status date. */
function byDays({ view, phases }: Slice, days: readonly number[]): FailureData | null {
  const starts = view.declared.phases
    .filter((phase) => phases?.includes(phase.id) ?? isTesting(phase))
    .map((phase) => toEpochDay(phase.plannedStart))
  const today = toEpochDay(view.statusDate)
  const first = Math.min(...starts, ...days)
  if (!(first <= today)) return null
  const counts = Array.from({ length: today - first + 1 }, () => 0)
  for (const day of days) counts[day - first] = (counts[day - first] ?? 0) + 1
  return failureCounts(
    counts.map((_, index) => index + 1),
    counts,
  )
}

/**
 * The unique defects of a slice by the day they were found, up to the status date. On executed test cases when at
 * least five reports say how many: a calendar flattens the curve whenever testing stops. Otherwise on days.
 */
export function projectFailures(slice: Slice, axis?: 'cases' | 'days'): ProjectFailures {
  const { view } = slice
  const today = toEpochDay(view.statusDate)
  const found = uniqueDefects(slice).filter((defect) => dayFound(defect, view.zone) <= today)
  const days = found.map((defect) => dayFound(defect, view.zone)).sort((a, b) => a - b)
  const totals = testTotals(slice)
  const cases = axis === 'days' ? null : byCases(slice, days)
  const onCases = axis === 'cases' || cases !== null
  return {
    axis: onCases ? 'cases' : 'days',
    data: onCases ? cases : byDays(slice, days),
    severeShare:
      found.length === 0 ? null : found.filter(({ data }) => SEVERE.has(data.severity)).length / found.length,
    testConsumption: totals === null || totals.planned === 0 ? null : totals.executed / totals.planned,
  }
}
