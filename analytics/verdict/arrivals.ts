import type { Fact } from '../../schemas/facts/index.ts'
import type { Change } from '../../schemas/verdict.ts'
import { groupBy } from '../group-by.ts'
import { compareText } from '../facts/state.ts'

/** What a verdict was computed on: what had happened by `at` and was known by `asOf`, in milliseconds. */
export interface Basis {
  readonly at: number
  readonly asOf: number
}

/** Facts of a kind that a later verdict is based on and an earlier one is not. */
export interface Arrival {
  readonly kind: string
  /** They had happened before the earlier verdict, and were received after it. */
  readonly late: number
  /** They happened after it. */
  readonly fresh: number
}

/**
 * The facts that came between two verdicts, late ones apart from new ones, in order of their kinds. Together they are
 * exactly what the later verdict counts more. Null when the second is not the later one on both clocks.
 */
export function arrivals(log: readonly Fact[], before: Basis, after: Basis): Arrival[] | null {
  if (after.at < before.at || after.asOf < before.asOf) return null
  const isIn = ({ occurredAt, receivedAt }: Fact, { at, asOf }: Basis) =>
    occurredAt <= at && receivedAt <= asOf
  const came = log.filter((fact) => isIn(fact, after) && !isIn(fact, before))
  return [...groupBy(came, ({ kind }) => kind)]
    .map(([kind, facts]) => {
      const late = facts.filter(({ occurredAt }) => occurredAt <= before.at).length
      return { kind, late, fresh: facts.length - late }
    })
    .sort((a, b) => compareText(a.kind, b.kind))
}

/** Changes that say of the facts that came which were late and which are new, in place of how many more there are. */
export function withArrivals(changes: readonly Change[], came: readonly Arrival[] | null): Change[] {
  if (came === null) return [...changes]
  const told = came.flatMap(({ kind, late, fresh }): Change[] => [
    ...(late > 0
      ? [{ code: 'FACTS_LATE' as const, condition: null, parameters: { kind, count: late } }]
      : []),
    ...(fresh > 0
      ? [{ code: 'FACTS_NEW' as const, condition: null, parameters: { kind, count: fresh } }]
      : []),
  ])
  return [...changes.filter(({ code }) => code !== 'FACTS'), ...told]
}

const CAUSES: readonly Change['code'][] = ['FACTS_LATE', 'FACTS_NEW', 'FACTS', 'POLICY', 'STATUS_DATE']
const OUTCOMES: readonly Change['code'][] = ['SCORE', 'RECOMMENDATION']

/** Changes in the order in which they are told as one sentence: what came, what it did, what comes of it. */
export function asStory(changes: readonly Change[]): Change[] {
  const place = ({ code }: Change) =>
    CAUSES.includes(code) ? CAUSES.indexOf(code) - CAUSES.length : OUTCOMES.indexOf(code) + 1
  return [...changes].sort((a, b) => place(a) - place(b))
}
