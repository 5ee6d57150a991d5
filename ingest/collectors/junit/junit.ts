import type { Collector } from '../collector.ts'
import { testRunFact, type TestRunOptions, testsOfPhase } from '../test-run.ts'
import { instantText } from '../times.ts'
import { endOf } from './end-of.ts'
import { readSuites } from './read-suites.ts'
import type { Repeated } from './suite.ts'

export interface JunitOptions extends TestRunOptions {
  readonly repeated?: Repeated | undefined
}

/**
 * JUnit XML: one `testrun.finished` a file; with `cumulative`, `tests.reported` of the phase from all of them. A report
 * without a single case tells nothing: nothing was run.
 */
export const junit: Collector<JunitOptions> = {
  name: 'junit',
  async read(report, context, options) {
    const { name, counts, warnings, durationSeconds, ...stated } = await readSuites(report, {
      timeZone: context.timeZone,
      repeated: options.repeated,
    })
    if (counts.total === 0) {
      return { facts: [], warnings: [...warnings, { code: 'NO_CASES', line: null, detail: name ?? '' }] }
    }
    const end = endOf(stated, report.modifiedAt)
    const run = {
      suite: name !== null && name !== '' ? name : report.path,
      counts,
      startedAt: stated.startedAt,
      finishedAt: end.at,
      durationSeconds,
      because: `${counts.total} <testcase> of ${report.path}`,
    }
    const detail = instantText(end.at)
    return {
      facts: [testRunFact(run, 'junit', report, context, options)],
      warnings: end.because === null ? warnings : [...warnings, { code: end.because, line: null, detail }],
    }
  },
  conclude: testsOfPhase,
}
