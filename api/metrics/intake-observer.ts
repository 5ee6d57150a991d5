import type { Decision } from '../../ingest/intake/decide.ts'
import type { Entry } from '../../ingest/intake/entry.ts'
import { codeLabel, kindLabel, type Metrics } from './metrics.ts'

/** What the intake tells of its work, a block at a time. */
export interface IntakeObserver {
  /** A delivery's part of a block is about to be stored. */
  received(entries: readonly Entry[]): void
  /** A block is stored: what became of each of its events. */
  decided(entries: readonly Entry[], decisions: readonly Decision[]): void
}

function countBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, number> {
  const counts = new Map<K, number>()
  for (const item of items) {
    const key = keyOf(item)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

const kindOf = (entry: Entry): string | null => ('fact' in entry ? entry.fact.kind : entry.refused.kind)

/** Counts what the intake does. */
export function intakeObserver(metrics: Metrics): IntakeObserver {
  return {
    received: (entries) => {
      for (const [kind, count] of countBy(entries, kindOf))
        metrics.received.inc({ kind: kindLabel(kind) }, count)
    },
    decided: (entries, decisions) => {
      const fresh = entries.filter((_, place) => decisions[place]?.state === 'fresh')
      const duplicates = entries.filter((_, place) => decisions[place]?.state === 'duplicate')
      const refused = decisions.flatMap((decision) => (decision.state === 'refused' ? decision.refused : []))
      if (fresh.length > 0) metrics.insertRows.observe(fresh.length)
      for (const [kind, count] of countBy(fresh, kindOf)) metrics.stored.inc({ kind: kindLabel(kind) }, count)
      for (const [kind, count] of countBy(duplicates, kindOf))
        metrics.duplicates.inc({ kind: kindLabel(kind) }, count)
      const reasons = countBy(refused, ({ kind, refusal }) => `${kindLabel(kind)} ${refusal.code}`)
      for (const [reason, count] of reasons) {
        const [kind = '', code = ''] = reason.split(' ')
        metrics.quarantined.inc({ kind, code }, count)
      }
    },
  }
}

interface Logs {
  info(fields: Record<string, unknown>): void
  warn(fields: Record<string, unknown>): void
  error(fields: Record<string, unknown>): void
}

/** The ingest's logger, which also counts retries and failures: their log events are stable and carry the code. */
export function countingLogger(logger: Logs, metrics: Pick<Metrics, 'retries' | 'failures'>): Logs {
  return {
    info: (fields) => logger.info(fields),
    warn: (fields) => {
      if (fields['event'] === 'intake.retry') metrics.retries.inc({ code: codeLabel(fields['code']) })
      logger.warn(fields)
    },
    error: (fields) => {
      if (fields['event'] === 'intake.failed') metrics.failures.inc({ code: codeLabel(fields['code']) })
      logger.error(fields)
    },
  }
}
