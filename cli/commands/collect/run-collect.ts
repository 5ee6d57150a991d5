import { statSync } from 'node:fs'
import type { BoundCollector } from '../../../ingest/collectors/bound-collector.ts'
import type { CollectContext } from '../../../ingest/collectors/collector.ts'
import type { Reader } from '../../../ingest/collectors/event.ts'
import { deliver, type DeliveryOptions } from '../../delivery.ts'
import { startProgress } from '../../progress.ts'
import type { Terminal } from '../../terminal.ts'
import { type CollectedEvent, type FileOutcome, readReports } from './read-reports.ts'
import { refusedReport } from './refused-report.ts'

export interface CollectOptions extends DeliveryOptions {
  readonly dryRun: boolean
  readonly explain: boolean
  readonly now: () => number
}

const EVENTS_AT_ONCE = 2000

const sizeOf = (path: string) => statSync(path, { throwIfNoEntry: false })?.size ?? 0

function tell(outcome: FileOutcome, options: CollectOptions, terminal: Terminal): void {
  const { path } = outcome
  if (outcome.kind === 'refused') {
    const { code, message, line } = outcome.refused
    terminal.note(terminal.translate('collect.refused', { path, line: line ?? 'none', code, message }))
    return
  }
  for (const { code, detail, line } of outcome.warnings) {
    const text = terminal.translate(`collect.warning.${code}`)
    terminal.note(terminal.translate('collect.warning', { path, line: line ?? 'none', text, detail }))
  }
  for (const { event, because } of options.explain ? outcome.events : []) {
    const line = event.data.provenance.line ?? 'none'
    const fact = `${event.type} ${JSON.stringify({ ...event.data, provenance: undefined })}`
    terminal.out(terminal.translate('collect.explain', { path, line, because, fact }))
  }
  if (options.dryRun && !options.explain) {
    for (const { event } of outcome.events) terminal.out(JSON.stringify(event))
  }
  terminal.note(terminal.translate('collect.read', { path, facts: outcome.events.length }))
}

/** Reads reports and sends what they say. Running it twice on the same files adds nothing. */
export async function runCollect(
  paths: readonly string[],
  collector: BoundCollector,
  context: CollectContext,
  reader: Reader,
  options: CollectOptions,
  terminal: Terminal,
): Promise<void> {
  const total = paths.reduce((sum, path) => sum + sizeOf(path), 0)
  const progress = startProgress(total, terminal)
  try {
    const outcomes = readReports(paths, collector, context, reader, (bytes) => progress.add(bytes))
    await sendOutcomes(outcomes, reader, options, terminal)
  } finally {
    progress.stop()
  }
}

/**
 * Tells and sends what was read, one outcome after another: the next one is asked for when this one is stored. Exit
 * code 0 when all is stored, 1 when a report was refused or an event quarantined, 2 when it could not be sent.
 */
export async function sendOutcomes(
  outcomes: AsyncIterable<FileOutcome>,
  reader: Reader,
  options: CollectOptions,
  terminal: Terminal,
): Promise<void> {
  const sum = { events: 0, accepted: 0, duplicates: 0, quarantined: 0, refused: 0 }
  terminal.setExitCode(2)

  async function send(events: readonly (CollectedEvent | ReturnType<typeof refusedReport>)[]): Promise<void> {
    for (let start = 0; start < events.length; start += EVENTS_AT_ONCE) {
      const part = events.slice(start, start + EVENTS_AT_ONCE)
      const body = Buffer.from(part.map((event) => `${JSON.stringify(event)}\n`).join(''))
      const receipt = await deliver(body, options, terminal)
      sum.accepted += receipt.accepted
      sum.duplicates += receipt.duplicates
      for (const { code, message } of receipt.quarantined) {
        if (code === 'REPORT_REFUSED') continue
        sum.quarantined += 1
        terminal.note(terminal.translate('collect.quarantined', { code, message }))
      }
    }
  }

  for await (const outcome of outcomes) {
    tell(outcome, options, terminal)
    if (outcome.kind === 'refused') {
      sum.refused += 1
      if (!options.dryRun) await send([refusedReport(outcome, reader, options.now())])
    } else {
      sum.events += outcome.events.length
      if (!options.dryRun) await send(outcome.events.map(({ event }) => event))
    }
  }
  terminal.note(terminal.translate(options.dryRun ? 'collect.dryRun' : 'collect.done', sum))
  terminal.setExitCode(sum.quarantined + sum.refused > 0 ? 1 : 0)
}
