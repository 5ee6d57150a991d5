import type { Fact, FactKind, FactOf } from '../../schemas/facts/index.ts'
import { deriving } from '../facts/deriving.ts'
import { newer } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'

/** Every version of every fact up to a moment, oldest first: what the state, which keeps the newest, has forgotten. */
export interface FactHistory {
  of<K extends FactKind>(kind: K): readonly FactOf<K>[]
  /** What a function makes of this history; computed once, however often the same function asks. */
  derived<T>(compute: (history: FactHistory) => T): T
}

/** The history at `at`. Copies of one event count once; retractions are in it, as versions like any other. */
export function historyAt(log: readonly Fact[], at: number): FactHistory {
  const once = new Map<string, Fact>()
  for (const fact of log) {
    if (fact.occurredAt <= at) once.set(JSON.stringify([fact.kind, fact.source, fact.id]), fact)
  }
  const byKind = groupBy([...once.values()].sort(newer), ({ kind }) => kind)
  const versions = (kind: FactKind): readonly Fact[] => byKind.get(kind) ?? []
  const history: FactHistory = {
    of: (kind) => versions(kind) as readonly never[],
    derived: deriving(() => history),
  }
  return history
}
