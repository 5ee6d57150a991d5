import { kinds, type Fact } from '../../schemas/facts/index.ts'
import { compareText } from '../facts/state.ts'

/** What a fact says, without where it was read; what is not retracted may say so or leave it out. */
function said({ data }: Fact): string {
  const isRetracted = 'retracted' in data && data.retracted === true
  return canonical({ ...data, provenance: undefined, retracted: isRetracted })
}

/** JSON with the members of every object in one order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => compareText(a, b)))
      : member,
  )
}

/**
 * Of every natural key the newest facts, where two sources say different things of one moment: neither is newer, and
 * which of them holds would hang on its id. Evidence and orders are left out, where different people may say
 * different things. One fact of each pair, in the order of kind and key.
 */
export function disagreeingSources(log: readonly Fact[], at: number): Fact[] {
  const newest = new Map<string, Fact[]>()
  for (const fact of log) {
    if (fact.occurredAt > at || fact.kind === 'evidence.recorded' || kinds[fact.kind].intake === 'order')
      continue
    const place = `${fact.kind} ${fact.key}`
    const known = newest.get(place)
    const latest = known?.[0]?.occurredAt ?? -Infinity
    if (known === undefined || fact.occurredAt > latest) newest.set(place, [fact])
    else if (fact.occurredAt === latest) known.push(fact)
  }
  return [...newest]
    .filter(([, facts]) => new Set(facts.map(({ source }) => source)).size > 1)
    .filter(([, facts]) => new Set(facts.map(said)).size > 1)
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, [fact]]) => (fact === undefined ? [] : [fact]))
}
