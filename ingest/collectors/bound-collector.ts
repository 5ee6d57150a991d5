import type { CollectContext, Collected, CollectedFact, Collector } from './collector.ts'
import { openReport, type Report } from './report.ts'

/** A collector with its options. */
export interface BoundCollector {
  readonly name: string
  readonly onlyTogether: boolean
  /** Whether arguments name files; otherwise commits of the repository in the current folder. */
  readonly readsFiles: boolean
  /** The report behind an argument of the command line. @throws {ReportRefused} */
  readonly open: (argument: string, onRead: (bytes: number) => void) => Promise<Report>
  /** @throws {ReportRefused} */
  readonly read: (report: Report, context: CollectContext) => Promise<Collected>
  readonly conclude: (facts: readonly CollectedFact[], context: CollectContext) => readonly CollectedFact[]
}

export function boundCollector<O>(
  collector: Collector<O>,
  options: O,
  open: BoundCollector['open'] | null = null,
): BoundCollector {
  return {
    name: collector.name,
    readsFiles: open === null,
    open: open ?? openReport,
    onlyTogether: collector.onlyTogether === true,
    read: (report, context) => collector.read(report, context, options),
    conclude: (facts, context) => collector.conclude?.(facts, context, options) ?? [],
  }
}
