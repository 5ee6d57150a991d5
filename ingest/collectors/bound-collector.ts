import type { CollectContext, Collected, CollectedFact, Collector } from './collector.ts'
import type { Report } from './report.ts'

/** A collector with its options. */
export interface BoundCollector {
  readonly name: string
  /** @throws {ReportRefused} */
  readonly read: (report: Report, context: CollectContext) => Promise<Collected>
  readonly conclude: (facts: readonly CollectedFact[], context: CollectContext) => readonly CollectedFact[]
}

export function boundCollector<O>(collector: Collector<O>, options: O): BoundCollector {
  return {
    name: collector.name,
    read: (report, context) => collector.read(report, context, options),
    conclude: (facts, context) => collector.conclude?.(facts, context, options) ?? [],
  }
}
