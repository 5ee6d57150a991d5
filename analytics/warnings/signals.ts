import { PROVISIONAL_BELOW } from '../charts/control-chart.ts'
import { elapsedShare } from '../charts/elapsed-share.ts'
import { reportSubgroups } from '../charts/project-subgroups.ts'
import { laneyChart } from '../charts/u-chart.ts'
import { endOfCivilDate } from '../calendar/local-date.ts'
import { measureOf } from '../evm/measure.ts'
import { isTesting } from '../indicators/phase-kinds.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import { reopenRate } from '../indicators/removal.ts'
import { missingReports } from './missing-reports.ts'
import { type DampedCode, dampings, isDamped, type Warning } from './warning.ts'
import { weekDates, weekEnds, weekPairs } from './weeks.ts'

/** How far executed cases may lie behind the elapsed share of the phase. */
const BEHIND = 0.15
/** A week's detection rate above that of the time before by this factor counts as rising. */
const RISING = 1.2
/** Share of the planned cases from which on a rising rate is late. */
const LATE = 0.6
/** Cases of a week that a rate is worth looking at for. */
const LEAST_CASES = 20
const LEAST_SPI_T = 0.9
const MOST_REOPENED_PERCENT = 10

/** The warning when its flags are up often enough, else none. */
function damped(
  code: DampedCode,
  flags: readonly boolean[],
  about: string,
  values: Warning['values'],
): Warning[] {
  return isDamped(flags, dampings[code]) ? [{ code, about, values }] : []
}

/** Signals of one phase of testing: detection rate late in the test, backlog, progress against the elapsed time. */
function phaseSignals(view: ProjectView, phase: ProjectView['declared']['phases'][number]): Warning[] {
  const weeks = weekEnds({ view, phases: [phase.id], component: null })
  const last = weeks.at(-1)
  if (last === undefined || last.planned === 0) return []
  const pairs = weekPairs(weeks)
  const rising = pairs.map(([before, week]) => {
    const cases = week.executed - before.executed
    const isLate = week.executed >= LATE * week.planned
    if (!isLate || cases < LEAST_CASES || before.executed === 0) return false
    return (week.found - before.found) / cases > (RISING * before.found) / before.executed
  })
  const growing = pairs.map(([before, week]) => week.open > before.open)
  const shares = weeks.map((week) => ({
    done: week.planned === 0 ? 0 : Math.min(1, week.executed / week.planned),
    elapsed: elapsedShare([phase], view.calendar, week.date),
  }))
  const behind = shares.slice(1).map(({ done, elapsed }) => done < elapsed - BEHIND)
  const now = shares.at(-1) ?? { done: 0, elapsed: 0 }
  const percent = (share: number) => Math.round(100 * share)
  const about = phase.id
  return [
    ...damped('DETECTION_RATE_RISING', rising, about, { weeks: rising.filter(Boolean).length }),
    ...damped('BACKLOG_GROWING', growing, about, { open: last.open }),
    ...damped('TESTS_BEHIND', behind, about, { done: percent(now.done), elapsed: percent(now.elapsed) }),
    ...outOfControl(view, about),
  ]
}

/**
 * The detection rate since the last report lies outside Laney's limits of all reports. Only once there are enough
 * reports for limits that are no longer provisional.
 */
function outOfControl(view: ProjectView, phase: string): Warning[] {
  const subgroups = reportSubgroups({ view, phases: [phase], component: null })
  if (subgroups.length < PROVISIONAL_BELOW) return []
  const last = laneyChart(subgroups).points.at(-1)
  if (last?.signal !== true) return []
  const limit = (last.upper !== null && last.value > last.upper ? last.upper : last.lower) ?? 0
  const rounded = (value: number) => Math.round(100 * value) / 100
  const values = { label: last.label, actual: rounded(last.value), limit: rounded(limit) }
  return [{ code: 'RATE_OUT_OF_CONTROL', about: phase, values }]
}

function scheduleSignal(view: ProjectView): Warning[] {
  const indices = weekDates(view.statusDate)
    .slice(1)
    .map((date) => measureOf(view.earnedValueOn(date).schedule, 'schedulePerformanceIndexTime'))
  const last = indices.at(-1)
  const isLow = indices.map((index) => typeof index === 'number' && index < LEAST_SPI_T)
  if (typeof last !== 'number') return []
  return damped('SPI_T_LOW', isLow, '', { actual: Math.round(last * 100) / 100 })
}

/** The whole interval of the reopen rate above the limit, at the end of week after week. */
function reopenSignal(view: ProjectView): Warning[] {
  const slice = { view, phases: null, component: null }
  const isHigh = weekDates(view.statusDate)
    .slice(1)
    .map((date) => {
      const { interval } = reopenRate(slice, endOfCivilDate(date, view.zone))
      return interval !== undefined && interval[0] > MOST_REOPENED_PERCENT
    })
  const { actual } = reopenRate(slice)
  if (actual === null) return []
  return damped('REOPEN_RATE_HIGH', isHigh, '', { actual: Math.round(actual) })
}

/** Damped signals that something is going wrong before it has. */
export function earlySignals(view: ProjectView): Warning[] {
  return [
    ...view.declared.phases.filter(isTesting).flatMap((phase) => phaseSignals(view, phase)),
    ...scheduleSignal(view),
    ...reopenSignal(view),
    ...missingReports(view),
  ]
}
