import { elapsedShare } from '../charts/elapsed-share.ts'
import { toEpochDay } from '../calendar/civil-date.ts'
import { measureOf } from '../evm/measure.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import { isTesting } from '../indicators/phase-kinds.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import { reopenRate } from '../indicators/removal.ts'
import { type Fact, isFactKind } from '../../schemas/facts/index.ts'
import { isDamped, type Warning } from './warning.ts'
import { WEEKS, weekDates, weekEnds, weekPairs } from './weeks.ts'

/** A signal is a warning when it is there in so many of the last `WEEKS` weeks. */
const NEEDED = 3
/** How far executed cases may lie behind the elapsed share of the phase. */
const BEHIND = 0.15
/** A week's detection rate above that of the time before by this factor counts as rising. */
const RISING = 1.2
/** Cases of a week that a rate is worth looking at for. */
const LEAST_CASES = 20
const LEAST_SPI_T = 0.9
const MOST_REOPENED_PERCENT = 10

const isDampedByWeek = (flags: readonly boolean[]) => isDamped(flags, NEEDED, WEEKS)

/** Signals of one phase of testing: detection rate late in the test, backlog, progress against the elapsed time. */
function phaseSignals(view: ProjectView, phase: ProjectView['declared']['phases'][number]): Warning[] {
  const weeks = weekEnds({ view, phases: [phase.id], component: null })
  const last = weeks.at(-1)
  if (last === undefined || last.planned === 0) return []
  const pairs = weekPairs(weeks)
  const rising = pairs.map(([before, week]) => {
    const cases = week.executed - before.executed
    const isLate = week.executed >= 0.6 * week.planned
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
    ...(isDampedByWeek(rising)
      ? [{ code: 'DETECTION_RATE_RISING' as const, about, values: { weeks: NEEDED } }]
      : []),
    ...(isDampedByWeek(growing)
      ? [{ code: 'BACKLOG_GROWING' as const, about, values: { open: last.open } }]
      : []),
    ...(isDampedByWeek(behind)
      ? [
          {
            code: 'TESTS_BEHIND' as const,
            about,
            values: { done: percent(now.done), elapsed: percent(now.elapsed) },
          },
        ]
      : []),
  ]
}

function scheduleSignal(view: ProjectView): Warning[] {
  const indices = weekDates(view.statusDate)
    .slice(1)
    .map((date) => measureOf(view.earnedValueOn(date).schedule, 'schedulePerformanceIndexTime'))
  const last = indices.at(-1)
  const isLow = indices.map((index) => typeof index === 'number' && index < LEAST_SPI_T)
  if (!isDampedByWeek(isLow) || typeof last !== 'number') return []
  return [{ code: 'SPI_T_LOW', about: '', values: { actual: Math.round(last * 100) / 100 } }]
}

function reopenSignal(view: ProjectView): Warning[] {
  const { actual, interval } = reopenRate({ view, phases: null, component: null })
  if (actual === null || interval === undefined || interval[0] <= MOST_REOPENED_PERCENT) return []
  return [{ code: 'REOPEN_RATE_HIGH', about: '', values: { actual: Math.round(actual) } }]
}

/** Whether a fact is of the phase and component that are expected; undefined = any. */
function isAbout({ data }: Fact, phase: string | undefined, component: string | undefined): boolean {
  const ofPhase = 'phase' in data ? data.phase : 'phaseFound' in data ? data.phaseFound : undefined
  const ofComponent = 'component' in data ? data.component : undefined
  return (phase === undefined || ofPhase === phase) && (component === undefined || ofComponent === component)
}

/** Expected sources that left out at least two of their last four periods: the rhythm breaks before data are stale. */
function missingReports(view: ProjectView): Warning[] {
  const { state, history, zone, statusDate, declared } = view
  const today = toEpochDay(statusDate)
  const starts = declared.phases.map((phase) => phase.plannedStart).sort()
  return (declared.expects ?? []).flatMap(({ kind, phase, component, everyDays }) => {
    const own = declared.phases.find(({ id }) => id === phase)
    const from = toEpochDay(own?.plannedStart ?? starts[0] ?? statusDate)
    const until = Math.min(today, own === undefined ? today : toEpochDay(own.plannedFinish))
    // Every version is a delivery: the newest one of a defect says nothing of when it was reported first.
    const days = (isFactKind(kind) ? (history ?? state).of(kind) : [])
      .filter((fact) => isAbout(fact, phase, component))
      .map((fact) => toEpochDay(effectiveDate(fact, zone)))
    const flags = Array.from({ length: WEEKS }, (_, i) => {
      const end = until - everyDays * (WEEKS - 1 - i)
      const start = end - everyDays
      return start >= from && !days.some((day) => day > start && day <= end)
    })
    if (!isDamped(flags, 2, WEEKS)) return []
    return [
      { code: 'REPORTS_MISSING' as const, about: kind, values: { missing: flags.filter(Boolean).length } },
    ]
  })
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
