/** A function of one or two coordinates to be maximised; -Infinity where it is not defined. */
export type Objective = (theta: readonly number[]) => number

/** What an objective looks like about a point: central differences. */
export interface Local {
  readonly value: number
  readonly gradient: readonly number[]
  /** Rows of the symmetric matrix of second derivatives. */
  readonly hessian: readonly (readonly number[])[]
}

/** Where a search ended. */
export interface Maximum {
  readonly theta: readonly number[]
  readonly value: number
  /** Gradient about 0 inside the limits; false when it left them or could not go on. */
  readonly converged: boolean
}

const STEP = 4e-4
const MOST_ITERATIONS = 60
/** The longest step in any coordinate; most coordinates are logarithms. */
const LONGEST = 2
const SMALLEST_STEP = 3e-8

function shifted(theta: readonly number[], first: number, second: number): number[] {
  return theta.map((value, index) => value + (index === 0 ? first : second))
}

/** Value, gradient and Hessian of an objective of one or two coordinates by central differences. */
export function localOf(objective: Objective, theta: readonly number[], value = objective(theta)): Local {
  const h = STEP
  const [right, left] = [objective(shifted(theta, h, 0)), objective(shifted(theta, -h, 0))]
  const first = (right - left) / (2 * h)
  const second = (right - 2 * value + left) / (h * h)
  if (theta.length === 1) return { value, gradient: [first], hessian: [[second]] }
  const [up, down] = [objective(shifted(theta, 0, h)), objective(shifted(theta, 0, -h))]
  const [upRight, downLeft] = [objective(shifted(theta, h, h)), objective(shifted(theta, -h, -h))]
  const mixed = (upRight + downLeft + 2 * value - right - left - up - down) / (2 * h * h)
  return {
    value,
    gradient: [first, (up - down) / (2 * h)],
    hessian: [
      [second, mixed],
      [mixed, (up - 2 * value + down) / (h * h)],
    ],
  }
}

/** The eigenvalues of a symmetric 1x1 or 2x2 matrix, largest first, with the direction of the first. */
function eigen(matrix: Local['hessian']): { readonly values: readonly number[]; readonly angle: number } {
  const [a = 0, b = 0] = matrix[0] ?? []
  if (matrix.length === 1) return { values: [a], angle: 0 }
  const d = matrix[1]?.[1] ?? 0
  const radius = Math.hypot((a - d) / 2, b)
  return { values: [(a + d) / 2 + radius, (a + d) / 2 - radius], angle: Math.atan2(2 * b, a - d) / 2 }
}

/** Whether a matrix of second derivatives is that of a strict maximum. */
export function isNegativeDefinite(matrix: Local['hessian']): boolean {
  return eigen(matrix).values.every((value) => value < 0)
}

/**
 * The Newton step -H^-1 g with every eigenvalue of H taken as negative, so that it leads uphill everywhere, and no
 * coordinate longer than {@link LONGEST}.
 */
export function uphillStep(gradient: readonly number[], hessian: Local['hessian']): number[] {
  const { values, angle } = eigen(hessian)
  const [g1 = 0, g2 = 0] = gradient
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const scale = (value = 0) => Math.max(Math.abs(value), 1e-10)
  const along = (cos * g1 + sin * g2) / scale(values[0])
  const across = (cos * g2 - sin * g1) / scale(values[1])
  const step = values.length === 1 ? [along] : [cos * along - sin * across, sin * along + cos * across]
  const longest = Math.max(...step.map(Math.abs))
  return longest > LONGEST ? step.map((part) => (part * LONGEST) / longest) : step
}

/** Steps forward, halving until the objective rises or the step is nothing. Long steps that pay are doubled. */
function search(
  objective: Objective,
  from: { readonly theta: readonly number[]; readonly value: number },
  step: readonly number[],
): { theta: readonly number[]; value: number } {
  const at = (factor: number) => from.theta.map((value, index) => value + factor * (step[index] ?? 0))
  for (let factor = 1; factor > 1e-6; factor /= 4) {
    let theta = at(factor)
    let value = objective(theta)
    if (!(value > from.value)) continue
    const isLong = Math.max(...step.map(Math.abs)) > 0.5
    for (let next = factor * 2; isLong && next <= 8; next *= 2) {
      const further = at(next)
      const higher = objective(further)
      if (!(higher > value)) break
      theta = further
      value = higher
    }
    return { theta, value }
  }
  return from
}

/** Differences of fourth order: at a maximum the error of the second order would be the error of the estimate. */
function fineGradient(objective: Objective, theta: readonly number[]): number[] {
  return theta.map((_, index) => {
    const slope = (h: number) => {
      const [first, second] = index === 0 ? [h, 0] : [0, h]
      return (objective(shifted(theta, first, second)) - objective(shifted(theta, -first, -second))) / (2 * h)
    }
    return (4 * slope(STEP) - slope(2 * STEP)) / 3
  })
}

/**
 * Climbs from a start to a local maximum by Newton's method with a line search.
 *
 * @param isInside false where the search shall give up: the limits of the model
 * @param accuracy what is wanted to the last digits; the value is flat at a maximum and has them sooner
 */
export function maximize(
  objective: Objective,
  start: readonly number[],
  isInside: (theta: readonly number[]) => boolean,
  accuracy: 'value' | 'parameters' = 'parameters',
): Maximum {
  let here = { theta: start, value: objective(start) }
  if (here.value === -Infinity) return { ...here, converged: false }
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration += 1) {
    const local = localOf(objective, here.theta, here.value)
    const step = uphillStep(local.gradient, local.hessian)
    const length = Math.max(...step.map(Math.abs))
    if (!Number.isFinite(length)) return { ...here, converged: false }
    if (length < 1e-3 && isNegativeDefinite(local.hessian)) {
      if (accuracy === 'parameters') return polish(objective, here, local)
      const last = search(objective, here, step)
      return { ...last, converged: true }
    }
    const next = search(objective, here, step)
    if (!isInside(next.theta)) return { ...next, converged: false }
    if (next.value <= here.value) return { ...here, converged: length < 1e-2 }
    here = next
  }
  return { ...here, converged: false }
}

/** The last digits: steps with the gradient of fourth order and the Hessian at hand. */
function polish(
  objective: Objective,
  from: { readonly theta: readonly number[]; readonly value: number },
  { hessian }: Local,
): Maximum {
  let { theta } = from
  for (let round = 0; round < 3; round += 1) {
    const step = uphillStep(fineGradient(objective, theta), hessian)
    const length = Math.max(...step.map(Math.abs))
    if (!(length < 1e-2)) break
    theta = theta.map((value, index) => value + (step[index] ?? 0))
    if (length < SMALLEST_STEP) break
  }
  const value = objective(theta)
  // Within rounding the maximum is flat: a value lower by less than that is no worse.
  const isNoWorse = value >= from.value - 1e-9 * Math.max(1, Math.abs(from.value))
  return isNoWorse ? { theta, value, converged: true } : { ...from, converged: true }
}
