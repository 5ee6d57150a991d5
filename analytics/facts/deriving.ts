/** Gives what a function makes of a source that never changes; each function runs once. */
export function deriving<S>(source: () => S): <T>(compute: (source: S) => T) => T {
  const known = new Map<(source: S) => unknown, unknown>()
  return <T>(compute: (source: S) => T): T => {
    if (!known.has(compute)) known.set(compute, compute(source()))
    return known.get(compute) as T
  }
}
