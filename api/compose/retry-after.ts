/** Uniform in [0, 1). */
export type Random = () => number

/** Whole seconds for Retry-After: never less than `seconds` and up to twice as many, so that senders do not return together. */
export function jittered(seconds: number, random: Random): number {
  const least = Math.max(1, seconds)
  return Math.ceil(least * (1 + random()))
}
