/** A function of one argument that runs once for each. */
export function onceForEach<A, T>(compute: (argument: A) => T): (argument: A) => T {
  const known = new Map<A, T>()
  return (argument) => {
    if (!known.has(argument)) known.set(argument, compute(argument))
    return known.get(argument) as T
  }
}

/** Gives what a function makes of a source that never changes; each function runs once. */
export function deriving<S>(source: () => S): <T>(compute: (source: S) => T) => T {
  const known = new Map<(source: S) => unknown, unknown>()
  return <T>(compute: (source: S) => T): T => {
    if (!known.has(compute)) known.set(compute, compute(source()))
    return known.get(compute) as T
  }
}
