import type { Decision } from '../../ingest/intake/decide.ts'
import type { BlockEntry } from '../../ingest/intake/store-block.ts'
import { codeLabel, kindLabel, type Metrics } from './metrics.ts'

/** What the intake tells of its work, a block at a time. */
export interface IntakeObserver {
  /** A block is about to be stored. */
  received(block: readonly BlockEntry[]): void
  /** A block is stored: what became of each of its events. */
  decided(decisions: readonly Decision[]): void
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) {
    const key = keyOf(item)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

const kindOf = ({ entry }: BlockEntry): string | null =>
  'fact' in entry ? entry.fact.kind : entry.refused.kind

/** Counts what the intake does. */
export function intakeObserver(metrics: Metrics): IntakeObserver {
  return {
    received: (block) => {
      const counts = countBy(block, (each) => kindLabel(kindOf(each)))
      for (const [kind, count] of counts) metrics.received.inc({ kind }, count)
    },
    decided: (decisions) => {
      const fresh = decisions.filter(({ state }) => state === 'fresh').length
      if (fresh > 0) metrics.insertRows.observe(fresh)
      const counts = countBy(decisions, (decision) =>
        decision.state === 'refused'
          ? `refused ${kindLabel(decision.refused.kind)} ${decision.refused.refusal.code}`
          : `${decision.state} ${decision.fact.kind}`,
      )
      for (const [key, count] of counts) {
        const [state, kind = '', code = ''] = key.split(' ')
        if (state === 'refused') metrics.quarantined.inc({ kind, code }, count)
        else if (state === 'duplicate') metrics.duplicates.inc({ kind }, count)
        else metrics.stored.inc({ kind }, count)
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
