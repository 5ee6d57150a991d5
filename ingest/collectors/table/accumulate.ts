import type { ReadEntry } from './read-entries.ts'

const dayOf = ({ values, refuse }: ReadEntry): string => {
  if (typeof values['asOf'] === 'string') return values['asOf']
  throw refuse('asOf', 'what came on a day can only be added up with its date')
}

/**
 * Entries that hold what came on their day alone, as what there was by then: added up by date within a phase and
 * component. An empty cell adds nothing; a field that is empty in every entry so far stays absent.
 */
export function addUpByDate(entries: readonly ReadEntry[], fields: readonly string[]): readonly ReadEntry[] {
  const sums = new Map<string, Record<string, number>>()
  const inOrder = entries
    .map((entry) => ({ entry, day: dayOf(entry) }))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  return inOrder.map(({ entry }) => {
    const key = JSON.stringify([entry.values['phase'], entry.values['component']])
    const sum = { ...sums.get(key) }
    for (const field of fields) {
      const came = entry.values[field]
      if (typeof came === 'number') sum[field] = (sum[field] ?? 0) + came
    }
    sums.set(key, sum)
    return { ...entry, values: { ...entry.values, ...sum } }
  })
}
