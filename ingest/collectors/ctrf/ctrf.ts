import type { Collector, CollectWarning } from '../collector.ts'
import { type Counts, noCounts, testRunFact, type TestRunOptions, testsOfPhase } from '../test-run.ts'
import { jsonReport } from '../text.ts'
import { instantText } from '../times.ts'
import { type CtrfResults, ctrfResults, type CtrfTest } from './contract.ts'

type Statuses = Record<CtrfTest['status'], number>

function statusesOf(tests: readonly CtrfTest[]): Statuses {
  const found: Statuses = { passed: 0, failed: 0, skipped: 0, pending: 0, other: 0 }
  for (const { status } of tests) found[status] += 1
  return found
}

/** `pending` and `other` are no outcomes: such cases were not executed. */
function countsOf(statuses: Statuses, tests: readonly CtrfTest[]): Counts {
  const { passed, failed, skipped, pending, other } = statuses
  return {
    ...noCounts(),
    total: tests.length,
    passed,
    failed,
    skipped: skipped + pending + other,
    flaky: tests.filter(({ status, flaky }) => status === 'passed' && flaky === true).length,
  }
}

function differences({ summary, tests }: CtrfResults, statuses: Statuses): string[] {
  const counted = { tests: tests.length, ...statuses }
  return (Object.keys(counted) as (keyof typeof counted)[])
    .filter((name) => summary[name] !== counted[name])
    .map((name) => `${name}: declares ${summary[name]}, counted ${counted[name]}`)
}

/**
 * CTRF, the Common Test Report Format in JSON: one `testrun.finished` a file; with `cumulative`, `tests.reported` of the
 * phase from all of them. Cases are counted one by one; the summary is only compared.
 */
export const ctrf: Collector<TestRunOptions> = {
  name: 'ctrf',
  async read(report, context, options) {
    const results = ctrfResults(await jsonReport(report))
    const { tests, tool, summary } = results
    const statuses = statusesOf(tests)
    const differing = differences(results, statuses)
    const warnings: CollectWarning[] = []
    const warn = (code: CollectWarning['code'], detail: string) => warnings.push({ code, line: null, detail })
    if (differing.length > 0) warn('TOTALS_DISAGREE', differing.join('; '))
    if (tests.length === 0) {
      warn('NO_CASES', tool.name)
      return { facts: [], warnings }
    }
    if (statuses.other > 0) warn('CASES_WITHOUT_OUTCOME', `other: ${statuses.other}`)
    const isTimed = summary.stop > 0 && summary.stop >= summary.start
    const finishedAt = isTimed ? summary.stop : report.modifiedAt
    if (!isTimed) warn('TIME_OF_FILE', instantText(finishedAt))
    const startedAt = isTimed && summary.start > 0 ? summary.start : null
    const run = {
      suite: tool.name,
      counts: countsOf(statuses, tests),
      startedAt,
      finishedAt,
      durationSeconds: startedAt === null ? null : (finishedAt - startedAt) / 1000,
      because: `${tests.length} results.tests of ${report.path}`,
    }
    return { facts: [testRunFact(run, 'ctrf', report, context, options)], warnings }
  },
  conclude: testsOfPhase,
}
