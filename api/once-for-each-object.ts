/** A function of an object that never changes, which runs once for each; what it gave is kept as long as the object. */
export function onceForEachObject<A extends object, T>(compute: (argument: A) => T): (argument: A) => T {
  const known = new WeakMap<A, { readonly value: T }>()
  return (argument) => {
    const entry = known.get(argument) ?? { value: compute(argument) }
    known.set(argument, entry)
    return entry.value
  }
}
