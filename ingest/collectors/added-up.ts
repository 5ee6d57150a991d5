import type { CollectedFactOf } from './collector.ts'

type Fact<K extends 'coverage.measured' | 'size.measured'> = CollectedFactOf<K>

/**
 * The facts that several reports tell of one component as one, as old as the oldest of them and told when the newest was.
 *
 * @param sum what the parts say together; the dates are seen to here
 */
export function addedByComponent<K extends 'coverage.measured' | 'size.measured'>(
  facts: readonly Fact<K>[],
  sum: (parts: readonly Fact<K>['data'][]) => Partial<Fact<K>['data']>,
): readonly Fact<K>[] {
  const parts = new Map<string | undefined, Fact<K>[]>()
  for (const fact of facts) {
    const known = parts.get(fact.data.component)
    if (known === undefined) parts.set(fact.data.component, [fact])
    else known.push(fact)
  }
  return [...parts.values()].flatMap((same) => {
    const [first, ...others] = same
    if (first === undefined || others.length === 0) return same
    const asOf = same.map(({ data }) => data.asOf).sort()[0]
    const occurredAt =
      same
        .map((fact) => fact.occurredAt)
        .sort()
        .at(-1) ?? first.occurredAt
    const because = same.map((fact) => fact.because).join(', ')
    const data = { ...first.data, ...sum(same.map((fact) => fact.data)), asOf }
    return [{ ...first, data, occurredAt, because }]
  })
}
