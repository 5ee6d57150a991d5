/** What a function of one or two coordinates looks like about a point. */
export interface Local {
  readonly value: number
  readonly gradient: readonly number[]
  /** Rows of the symmetric matrix of second derivatives. */
  readonly hessian: readonly (readonly number[])[]
}

const STEP = 4e-4

function shifted(theta: readonly number[], first: number, second: number): number[] {
  return theta.map((value, index) => value + (index === 0 ? first : second))
}

/**
 * Value, gradient and Hessian by central differences. The gradient is of fourth order: at a maximum the error of the
 * second order would be the error of the estimate.
 *
 * @param f -Infinity where it is not defined
 */
export function localOf(f: (theta: readonly number[]) => number, theta: readonly number[]): Local {
  const h = STEP
  const value = f(theta)
  const along = (index: 0 | 1) => {
    const at = (by: number) => f(index === 0 ? shifted(theta, by, 0) : shifted(theta, 0, by))
    const [right, left] = [at(h), at(-h)]
    const slope = (4 * (right - left)) / (2 * h) - (at(2 * h) - at(-2 * h)) / (4 * h)
    return { slope: slope / 3, curve: (right - 2 * value + left) / (h * h), sum: right + left }
  }
  const one = along(0)
  if (theta.length === 1) return { value, gradient: [one.slope], hessian: [[one.curve]] }
  const two = along(1)
  const diagonal = f(shifted(theta, h, h)) + f(shifted(theta, -h, -h))
  const mixed = (diagonal + 2 * value - one.sum - two.sum) / (2 * h * h)
  return {
    value,
    gradient: [one.slope, two.slope],
    hessian: [
      [one.curve, mixed],
      [mixed, two.curve],
    ],
  }
}
