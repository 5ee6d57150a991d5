import type { CollectContext, CollectedFact, CollectedFactOf } from './collector.ts'
import type { Report } from './report.ts'
import { dateIn, instantText } from './times.ts'

export interface TestRunOptions {
  /** Id of the pipeline run. Reports of one run are told apart by their path. Without it the file's digest is the id. */
  readonly run?: string | undefined
  /** The reports are the whole of a phase: `tests.reported` is told from them too. */
  readonly cumulative?: boolean | undefined
  /** Planned cases of the phase, when more are planned than the reports hold. */
  readonly planned?: number | undefined
}

/** Cases of a run by their end. `flaky` ones have passed in the end and are counted as that too. */
export interface Counts {
  total: number
  passed: number
  failed: number
  errors: number
  skipped: number
  flaky: number
}

export const noCounts = (): Counts => ({ total: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0 })

/** What a report says of the run that wrote it. Moments are milliseconds since 1970 UTC; null = not stated. */
export interface TestRun {
  readonly suite: string
  readonly counts: Readonly<Counts>
  readonly startedAt: number | null
  readonly finishedAt: number
  readonly durationSeconds: number | null
  readonly because: string
}

type Run = CollectedFactOf<'testrun.finished'>

/** The run that one report tells. @param format name of the collector, the start of an id made from the digest */
export function testRunFact(
  run: TestRun,
  format: string,
  report: Report,
  { phase, component, commit }: CollectContext,
  options: TestRunOptions,
): Run {
  const finishedAt = instantText(run.finishedAt)
  return {
    kind: 'testrun.finished',
    data: {
      run:
        options.run === undefined
          ? `${format}/${report.digest.slice(0, 32)}`
          : `${options.run}/${report.path}`,
      suite: run.suite.slice(0, 500),
      ...(phase !== undefined && { phase }),
      ...(component !== undefined && { component }),
      ...(commit !== undefined && { commit }),
      ...(run.startedAt !== null && { startedAt: instantText(run.startedAt) }),
      finishedAt,
      ...run.counts,
      ...(run.durationSeconds !== null && { durationSeconds: run.durationSeconds }),
    },
    occurredAt: finishedAt,
    line: null,
    because: run.because,
  }
}

/**
 * With `cumulative`, the cases of all runs as what was tested in the phase by the day of the last of them. Without a
 * single case nothing was tested, and nothing is told.
 */
export function testsOfPhase(
  facts: readonly CollectedFact[],
  { phase, component, timeZone }: CollectContext,
  { cumulative, planned }: TestRunOptions,
): readonly CollectedFactOf<'tests.reported'>[] {
  if (cumulative !== true) return []
  if (phase === undefined) throw new Error('--cumulative needs --phase')
  const runs = facts.filter((fact) => fact.kind === 'testrun.finished').map(({ data }) => data)
  if (runs.length === 0) return []
  const sum = (of: (run: Run['data']) => number | undefined) =>
    runs.reduce((all, run) => all + (of(run) ?? 0), 0)
  const total = sum((run) => run.total)
  const executed = total - sum((run) => run.skipped)
  const last = runs.reduce((latest, run) => Math.max(latest, Date.parse(run.finishedAt)), -Infinity)
  return [
    {
      kind: 'tests.reported',
      data: {
        phase,
        ...(component !== undefined && { component }),
        asOf: dateIn(last, timeZone),
        planned: Math.max(planned ?? 0, total),
        executed,
        passed: sum((run) => run.passed),
        failed: sum((run) => run.failed) + sum((run) => run.errors),
        automated: executed,
      },
      occurredAt: instantText(last),
      line: null,
      because: `${runs.length} test runs of phase ${phase}`,
    },
  ]
}
