/**
 * A running sum without rounding error: its value is the exact sum of all that was added, rounded once. So the
 * order of the facts changes nothing, not even the last bit, and adding x and -x leaves no trace.
 *
 * @see J. R. Shewchuk, Adaptive Precision Floating-Point Arithmetic (1997); Python's `math.fsum`
 * @example
 * const sum = new ExactSum()
 * for (const x of [0.1, 0.2, 0.3, -0.3, -0.2, -0.1]) sum.add(x)
 * sum.value // 0
 */
export class ExactSum {
  /** Parts that do not overlap, growing in magnitude. */
  #parts: number[] = []

  /** @throws {RangeError} when x is not finite */
  add(x: number): void {
    if (!Number.isFinite(x)) throw new RangeError(`ExactSum: can only add finite numbers, got ${x}`)
    const parts: number[] = []
    let carry = x
    for (const part of this.#parts) {
      const [large, small] = Math.abs(carry) < Math.abs(part) ? [part, carry] : [carry, part]
      const sum = large + small
      const error = small - (sum - large)
      if (error !== 0) parts.push(error)
      carry = sum
    }
    if (carry !== 0) parts.push(carry)
    this.#parts = parts
  }

  get value(): number {
    let index = this.#parts.length - 1
    let sum = this.#parts[index] ?? 0
    let error = 0
    while (index > 0 && error === 0) {
      index -= 1
      const part = this.#parts[index] ?? 0
      const total = sum + part
      error = part - (total - sum)
      sum = total
    }
    // A tie that the remaining parts decide: round it their way.
    const rest = this.#parts[index - 1] ?? 0
    if (rest * error > 0) {
      const doubled = error * 2
      const corrected = sum + doubled
      if (doubled === corrected - sum) return corrected
    }
    return sum
  }
}

/** The exact sum of some numbers, rounded once. */
export function exactSum(values: Iterable<number>): number {
  const sum = new ExactSum()
  for (const value of values) sum.add(value)
  return sum.value
}
