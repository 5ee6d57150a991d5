import { createHash } from 'node:crypto'
import type { BoundCollector } from '../../../ingest/collectors/bound-collector.ts'
import type { CollectContext } from '../../../ingest/collectors/collector.ts'
import { type Reader, toEvent } from '../../../ingest/collectors/event.ts'
import { ReportRefused } from '../../../ingest/collectors/refused.ts'
import type { Report } from '../../../ingest/collectors/report.ts'
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
  const claimed = new Map<string, string>()
  let isWhole = true
  for (const path of paths) {
    let report: Report | null = null
    try {
      report = await collector.open(path, onRead)
      const collected = await collector.read(report, context)
      claim(claimed, collected.claims ?? [], path)
      const events = collector.onlyTogether ? [] : inEnvelopes(collected.facts, report, reader)
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
  const together = collector.conclude(facts, context)
  if (together.length === 0) return
  const path = paths.join(' ')
  const events = inEnvelopes(together, { digest: digestOfAll(digests) }, reader)
  yield { kind: 'read', path, events, warnings: [] }
}

/** @throws {ReportRefused} OVERLAPPING_REPORTS when another report of this call tells of the same thing */
function claim(claimed: Map<string, string>, claims: readonly string[], path: string): void {
  for (const name of claims) {
    const other = claimed.get(name)
    if (other !== undefined) {
      throw new ReportRefused(
        'OVERLAPPING_REPORTS',
        `tells of ${name}, as ${other} does; it would count twice`,
      )
    }
    claimed.set(name, path)
  }
}

/** The digest of one report; of several, that of their digests in the order given. */
function digestOfAll(digests: readonly string[]): string {
  const [only = ''] = digests
  return digests.length === 1 ? only : createHash('sha256').update(digests.join('\n')).digest('hex')
}

export function inEnvelopes(facts: readonly CollectedFact[], report: Pick<Report, 'digest'>, reader: Reader) {
  return facts.map((fact) => ({ event: toEvent(fact, report, reader), because: fact.because }))
}
