/** `KANMON_FAULT=long` asks for the long form of the fault tests: more rounds, faults that last. */
export const isLong = process.env['KANMON_FAULT'] === 'long'

/** How often or how much: a little in CI, more in the long form. */
export const byForm = (short: number, long: number): number => (isLong ? long : short)

/** The time limit of a test, in milliseconds. */
export const limit = (short: number, long: number): number => byForm(short, long) * 1000

/** Numbers in [0, 1) that are the same in each run (mulberry32); `KANMON_TEST_SEED` gives others. */
export function seeded(seed = Number(process.env['KANMON_TEST_SEED'] ?? 20_261_122)): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Seconds since it was made. */
export function stopwatch(): () => number {
  const started = performance.now()
  return () => (performance.now() - started) / 1000
}
