import type { BoundCollector } from '../../../ingest/collectors/bound-collector.ts'
import type { CollectContext } from '../../../ingest/collectors/collector.ts'
import { type Reader, toEvent } from '../../../ingest/collectors/event.ts'
import { ReportRefused } from '../../../ingest/collectors/refused.ts'
import { openReport, type Report } from '../../../ingest/collectors/report.ts'
import type { CollectedFact, CollectWarning } from '../../../ingest/collectors/collector.ts'

export type CollectedEvent = ReturnType<typeof toEvent>

/** What became of one file. */
export type FileOutcome =
  | {
      readonly kind: 'read'
      readonly path: string
      readonly events: readonly { readonly event: CollectedEvent; readonly because: string }[]
      readonly warnings: readonly CollectWarning[]
    }
  | {
      readonly kind: 'refused'
      readonly path: string
      readonly refused: ReportRefused
      readonly digest: string | null
    }

/** Facts of one file, and of all of them when the last one was read. */
export async function* readReports(
  paths: readonly string[],
  collector: BoundCollector,
  context: CollectContext,
  reader: Reader,
  onRead: (bytes: number) => void,
): AsyncGenerator<FileOutcome> {
  const facts: CollectedFact[] = []
  const digests: string[] = []
  let isWhole = true
  for (const path of paths) {
    let report: Report | null = null
    try {
      report = await openReport(path, onRead)
      const collected = await collector.read(report, context)
      const events = inEnvelopes(collected.facts, report, reader)
      facts.push(...collected.facts)
      digests.push(report.digest)
      yield { kind: 'read', path, events, warnings: collected.warnings }
    } catch (error) {
      if (!(error instanceof ReportRefused)) throw error
      isWhole = false
      yield { kind: 'refused', path, refused: error, digest: report?.digest ?? null }
    }
  }
  // What all files say together cannot be told when one of them could not be read.
  if (!isWhole) return
  const [digest = ''] = digests
  const together = collector.conclude(facts, context)
  if (together.length === 0) return
  const path = paths.join(' ')
  yield { kind: 'read', path, events: inEnvelopes(together, { digest }, reader), warnings: [] }
}

function inEnvelopes(facts: readonly CollectedFact[], report: Pick<Report, 'digest'>, reader: Reader) {
  return facts.map((fact) => ({ event: toEvent(fact, report, reader), because: fact.because }))
}
