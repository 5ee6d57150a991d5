import type { Fact, FactKind, FactOf } from '../../schemas/facts/index.ts'
import { deriving } from './deriving.ts'

/** What holds about one project at one moment: the newest fact of every natural key, retractions left out. */
export interface ProjectState {
  readonly project: string
  /** The moment, in milliseconds. */
  readonly at: number
  of<K extends FactKind>(kind: K): readonly FactOf<K>[]
  /** What a function makes of this state; computed once, however often the same function asks. */
  derived<T>(compute: (state: ProjectState) => T): T
}

/** Order in which facts about the same thing replace each other: by occurrence, then receipt, then id. */
export function newer(a: Fact, b: Fact): number {
  return (
    a.occurredAt - b.occurredAt ||
    a.receivedAt - b.receivedAt ||
    compareText(a.id, b.id) ||
    compareText(a.source, b.source)
  )
}

/** Code unit order: the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * The state of a project at `at`, from every fact about it that was known: of each natural key the newest
 * that had happened by then. It does not depend on the order of `log`.
 */
export function stateAt(project: string, log: readonly Fact[], at: number): ProjectState {
  const newest = new Map<string, Map<string, Fact>>()
  for (const fact of log) {
    if (fact.occurredAt > at) continue
    const ofKind = newest.get(fact.kind) ?? new Map<string, Fact>()
    newest.set(fact.kind, ofKind)
    const known = ofKind.get(fact.key)
    if (known === undefined || newer(fact, known) > 0) ofKind.set(fact.key, fact)
  }
  const sorted = new Map<string, readonly Fact[]>()
  for (const [kind, facts] of newest) {
    const held = [...facts.values()].filter(
      (fact) => !('retracted' in fact.data && fact.data.retracted === true),
    )
    sorted.set(
      kind,
      held.sort((a, b) => compareText(a.key, b.key)),
    )
  }
  const state: ProjectState = {
    project,
    at,
    of: (kind) => (sorted.get(kind) ?? []) as readonly never[],
    derived: deriving(() => state),
  }
  return state
}
