/**
 * How many leading items satisfy `holds`, when all that satisfy it come before all that do not. O(log n).
 *
 * @example
 * partitionPoint([1, 3, 5, 7], (x) => x <= 5) // 3
 */
export function partitionPoint<T>(items: readonly T[], holds: (item: T) => boolean): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(items[middle] as T)) low = middle + 1
    else high = middle
  }
  return low
}
