/** A value with the keys of its objects and the items of its lists in one order. */
function ordered(value: unknown, ignored: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => JSON.stringify(ordered(item, ignored))).sort()
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .filter(([key, field]) => !ignored.includes(key) && field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => [key, ordered(field, ignored)])
}

/**
 * Whether two facts say the same: the order of keys and of list items says nothing, nor do the fields named.
 *
 * @example
 * isSameContent({ a: 1, list: ['x', 'y'] }, { list: ['y', 'x'], a: 1, provenance }, ['provenance']) // true
 */
export function isSameContent(a: object, b: object, ignored: readonly string[]): boolean {
  return JSON.stringify(ordered(a, ignored)) === JSON.stringify(ordered(b, ignored))
}
