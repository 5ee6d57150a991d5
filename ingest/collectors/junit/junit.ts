import type { CollectContext, CollectedFact, CollectedFactOf, Collector } from '../collector.ts'
import { dateIn, instantText } from '../times.ts'
import { readSuites } from './read-suites.ts'
import type { Repeated } from './suite.ts'

export interface JunitOptions {
  /** Id of the pipeline run. Reports of one run are told apart by their path. Without it the file's digest is the id. */
  readonly run?: string | undefined
  readonly repeated?: Repeated | undefined
  /** The reports are the whole of a phase: `tests.reported` is told from them too. */
  readonly cumulative?: boolean | undefined
  /** Planned cases of the phase, when more are planned than the reports hold. */
  readonly planned?: number | undefined
}

type Run = CollectedFactOf<'testrun.finished'>

/** JUnit XML: one `testrun.finished` a file; with `cumulative`, `tests.reported` of the phase from all of them. */
export const junit: Collector<JunitOptions> = {
  name: 'junit',
  async read(report, context, options) {
    const run = await readSuites(report, { timeZone: context.timeZone, repeated: options.repeated })
    const { counts } = run
    const finished = run.finishedAt ?? report.modifiedAt
    const finishedAt = instantText(finished)
    const fact: Run = {
      kind: 'testrun.finished',
      data: {
        run:
          options.run === undefined ? `junit/${report.digest.slice(0, 32)}` : `${options.run}/${report.path}`,
        suite: (run.name ?? report.path).slice(0, 500),
        ...(context.phase === undefined ? {} : { phase: context.phase }),
        ...(context.component === undefined ? {} : { component: context.component }),
        ...(context.commit === undefined ? {} : { commit: context.commit }),
        ...(run.startedAt === null ? {} : { startedAt: instantText(run.startedAt) }),
        finishedAt,
        ...counts,
        ...(run.durationSeconds === null ? {} : { durationSeconds: run.durationSeconds }),
      },
      occurredAt: finishedAt,
      line: null,
      because: `${counts.total} <testcase> of ${report.path}`,
    }
    const ofFile = { code: 'TIME_OF_FILE', line: null, detail: finishedAt } as const
    return { facts: [fact], warnings: run.finishedAt === null ? [...run.warnings, ofFile] : run.warnings }
  },
  conclude: (facts, context, options) =>
    options.cumulative === true ? [testsOfPhase(facts, context, options)] : [],
}

/** The cases of all runs as what was tested in the phase by the day of the last of them. */
function testsOfPhase(
  facts: readonly CollectedFact[],
  context: CollectContext,
  { planned }: JunitOptions,
): CollectedFactOf<'tests.reported'> {
  if (context.phase === undefined) throw new Error('junit: tests of a phase need the phase')
  const runs = facts.filter((fact) => fact.kind === 'testrun.finished').map(({ data }) => data)
  const total = (of: (run: Run['data']) => number | undefined) =>
    runs.reduce((sum, run) => sum + (of(run) ?? 0), 0)
  const executed = total((run) => run.total) - total((run) => run.skipped)
  const last = Math.max(...runs.map((run) => Date.parse(run.finishedAt)))
  return {
    kind: 'tests.reported',
    data: {
      phase: context.phase,
      ...(context.component === undefined ? {} : { component: context.component }),
      asOf: dateIn(last, context.timeZone),
      planned: Math.max(
        planned ?? 0,
        total((run) => run.total),
      ),
      executed,
      passed: total((run) => run.passed),
      failed: total((run) => run.failed) + total((run) => run.errors),
      automated: executed,
    },
    occurredAt: instantText(last),
    line: null,
    because: `${runs.length} test runs of phase ${context.phase}`,
  }
}
