/** A seeded source of numbers in [0, 1). */
export type Random = () => number

/** FNV-1a, 32 bits: turns a name into a seed. */
export function seedOf(name: string): number {
  let hash = 0x811c9dc5
  for (const character of name) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  }
  return hash >>> 0
}

/** The generator mulberry32 (Tommy Ettinger, public domain): the same seed always gives the same numbers. */
export function mulberry32(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** A random stream of its own for each use, so that a change of one part leaves the others as they are. */
export const randomFor = (...parts: readonly string[]): Random => mulberry32(seedOf(parts.join('/')))

/** A whole number from `low` to `high`, both included. */
export const between = (random: Random, low: number, high: number): number =>
  low + Math.floor(random() * (high - low + 1))
