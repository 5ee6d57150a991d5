import type { FactOf } from '../../schemas/facts/index.ts'
import { elapsedShare } from '../charts/elapsed-share.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { measureOf } from '../evm/measure.ts'
import { daysBetween } from '../facts/effective-date.ts'
import { closedAt, uniqueDefects } from '../indicators/found-defects.ts'
import { isTesting } from '../indicators/phase-kinds.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import {
  outcomesOf,
  reportSeries,
  testReports,
  testSeries,
  type TestSeries,
  testTotals,
} from '../indicators/test-totals.ts'
import { largestPlan } from '../indicators/tests.ts'
import type { Warning } from './warning.ts'

type Report = FactOf<'tests.reported'>

/** Executed cases from which no defect at all is suspicious. */
const MANY_CASES = 100
/** How far tests may lie behind time while SPI says that all is well. */
const FAR_BEHIND = 0.3
const SPI_GOOD = 0.95
/** Days over which the same counts again and again are no rhythm of work. */
const SAME_FOR_DAYS = 14

const everything = (view: ProjectView) => ({ view, phases: null, component: null })

/** What one series of reports, of a phase and perhaps a component, contradicts itself in. */
function seriesChecks(view: ProjectView, { reports: ordered }: TestSeries): Warning[] {
  const newest = ordered.at(-1)
  if (newest === undefined) return []
  const last = newest.data
  const { planned, executed, passed, failed } = last
  const outcomes = outcomesOf(newest)
  const about = last.component === undefined ? last.phase : `${last.phase}/${last.component}`
  const plans = ordered.map(({ data }) => data.planned)
  const largest = largestPlan(everything(view), reportSeries(newest), plans)
  const isSame = ({ data }: Report) =>
    data.planned === planned && data.executed === executed && data.passed === passed && data.failed === failed
  const differing = ordered.findLastIndex((report) => !isSame(report))
  const same = ordered.slice(differing + 1)
  const sameSince = same[0]?.data.asOf ?? last.asOf
  const found: (Warning | false)[] = [
    executed > planned && { code: 'EXECUTED_ABOVE_PLANNED', about, values: { executed, planned } },
    outcomes > executed && { code: 'OUTCOMES_ABOVE_EXECUTED', about, values: { outcomes, executed } },
    planned < largest && { code: 'TEST_PLAN_CUT', about, values: { planned, largest } },
    same.length >= 3 &&
      executed < planned &&
      daysBetween(sameSince, last.asOf) >= SAME_FOR_DAYS && {
        code: 'IDENTICAL_TEST_COUNTS',
        about,
        values: { reports: same.length, since: sameSince },
      },
  ]
  return found.filter((warning) => warning !== false)
}

/** What the totals of one phase of testing contradict. */
function phaseChecks(view: ProjectView): Warning[] {
  const index = measureOf(view.earnedValue.indices, 'schedulePerformanceIndex')
  const isOnPlan = typeof index === 'number' && index >= SPI_GOOD
  const defects = uniqueDefects(everything(view))
  return view.declared.phases.filter(isTesting).flatMap((phase) => {
    const totals = testTotals({ view, phases: [phase.id], component: null })
    if (totals === null || totals.planned === 0) return []
    const { executed, planned } = totals
    const elapsed = elapsedShare([phase], view.calendar, view.statusDate)
    const none = !defects.some(({ data }) => data.phaseFound === phase.id)
    const values = { done: Math.round((100 * executed) / planned), elapsed: Math.round(100 * elapsed) }
    const found: (Warning | false)[] = [
      isOnPlan &&
        executed / planned < elapsed - FAR_BEHIND && {
          code: 'SPI_GOOD_TESTS_BEHIND',
          about: phase.id,
          values: { ...values, actual: Math.round(index * 100) / 100 },
        },
      none &&
        executed >= MANY_CASES && { code: 'MANY_TESTS_NO_DEFECTS', about: phase.id, values: { executed } },
    ]
    return found.filter((warning) => warning !== false)
  })
}

/** Defects found in test that were closed after the last test of their phase: nobody saw the fix work. */
function closedUntested(view: ProjectView): Warning[] {
  const testing = new Set(view.declared.phases.filter(isTesting).map(({ id }) => id))
  const lastTests = new Map<string, string>()
  const noteTest = (phase: string, date: string) => {
    if (date > (lastTests.get(phase) ?? '')) lastTests.set(phase, date)
  }
  for (const { data } of testReports(everything(view))) noteTest(data.phase, data.asOf)
  for (const { data } of view.state.of('testrun.finished')) {
    if (data.phase !== undefined) noteTest(data.phase, civilDateOf(Date.parse(data.finishedAt), view.zone))
  }
  const untested = uniqueDefects(everything(view)).filter((defect) => {
    const closed = closedAt(defect)
    if (closed === null || !testing.has(defect.data.phaseFound)) return false
    return civilDateOf(closed, view.zone) > (lastTests.get(defect.data.phaseFound) ?? '')
  })
  const [first] = untested
  if (first === undefined) return []
  return [{ code: 'CLOSED_WITHOUT_TEST_RUN', about: first.data.defect, values: { defects: untested.length } }]
}

/** What test reports and defects contradict each other in. */
export function testChecks(view: ProjectView): Warning[] {
  const series = testSeries(everything(view)).flatMap((reports) => seriesChecks(view, reports))
  return [...series, ...phaseChecks(view), ...closedUntested(view)]
}
