/** A map that keeps the entries used last and forgets the others. */
export interface RecentlyUsed<K, V> {
  get(key: K): V | undefined
  set(key: K, value: V): void
  readonly size: number
}

/** @throws {RangeError} unless it may hold at least one entry */
export function recentlyUsed<K, V>(capacity: number): RecentlyUsed<K, V> {
  if (!(capacity >= 1)) throw new RangeError('recentlyUsed: needs room for at least one entry')
  // A Map keeps the order of insertion: what is used is put in again, so the first is the one used longest ago.
  const entries = new Map<K, V>()
  const put = (key: K, value: V) => {
    entries.delete(key)
    entries.set(key, value)
  }
  return {
    get(key) {
      const value = entries.get(key)
      if (value !== undefined) put(key, value)
      return value
    },
    set(key, value) {
      put(key, value)
      const [oldest] = entries.keys()
      if (entries.size > capacity && oldest !== undefined) entries.delete(oldest)
    },
    get size() {
      return entries.size
    },
  }
}
