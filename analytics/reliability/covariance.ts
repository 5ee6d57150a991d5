import { profileAt } from './climb.ts'
import type { Model, Theta } from './models/model.ts'
import type { ScaledData } from './scaled-data.ts'

/** The inverse of the observed information about theta; rows of a symmetric matrix. */
export type Covariance = readonly (readonly number[])[]

/**
 * The inverse of -H, the second derivatives of the profile log-likelihood at its maximum; null when H is not
 * negative definite. Since ln m(T) is orthogonal to theta this is the block of theta of the whole inverse.
 */
export function covarianceOf(model: Model, data: ScaledData, theta: Theta): Covariance | null {
  const { hessian } = profileAt(model, data, theta)
  const [a = 0, b = 0] = (hessian[0] ?? []).map((value) => -value)
  if (theta.length === 1) return a > 0 ? [[1 / a]] : null
  const d = -(hessian[1]?.[1] ?? 0)
  const determinant = a * d - b * b
  if (!(a > 0 && determinant > 0)) return null
  return [
    [d / determinant, -b / determinant],
    [-b / determinant, a / determinant],
  ]
}

const STEP = 1e-4

/** The gradient of any function of theta, by central differences of fourth order. */
export function gradientOf(f: (theta: Theta) => number, theta: Theta): number[] {
  return theta.map((_, index) => {
    const at = (h: number) => f(theta.map((value, other) => (other === index ? value + h : value)))
    const slope = (h: number) => (at(h) - at(-h)) / (2 * h)
    return (4 * slope(STEP) - slope(2 * STEP)) / 3
  })
}

/** g' C g: the variance of a function of theta with gradient g, to first order (exact as a change of coordinates). */
export function varianceAlong(gradient: readonly number[], covariance: Covariance): number {
  let sum = 0
  for (const [i, row] of covariance.entries()) {
    for (const [j, value] of row.entries()) sum += (gradient[i] ?? 0) * value * (gradient[j] ?? 0)
  }
  return sum
}

/**
 * Standard errors of omega and the model's parameters: sqrt(diag(inv(-H))) of the log-likelihood of (omega, theta).
 *
 * ln omega = ln m(T) - ln L(T), and ln m(T) is orthogonal to theta with variance 1 / N, hence
 * var(ln omega) = 1 / N + g' C g with g the gradient of ln L(T).
 */
export function standardErrors(
  model: Model,
  data: ScaledData,
  theta: Theta,
  omega: number,
): Readonly<Record<string, number>> | null {
  const covariance = covarianceOf(model, data, theta)
  if (covariance === null) return null
  const logTotal = gradientOf((at) => model.shapeAt(at, data.logEnd).logTotal, theta)
  const errors: Record<string, number> = {
    omega: omega * Math.sqrt(1 / data.events + varianceAlong(logTotal, covariance)),
  }
  for (const name of Object.keys(model.parameters(theta, data.logEnd))) {
    const gradient = gradientOf((at) => model.parameters(at, data.logEnd)[name] ?? 0, theta)
    errors[name] = Math.sqrt(varianceAlong(gradient, covariance))
  }
  return Object.values(errors).every(Number.isFinite) ? errors : null
}
