import type { Local } from './local.ts'

/** The longest step in any coordinate; most coordinates are logarithms. */
const LONGEST = 2

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
  const [a = 0, b = 0] = matrix[0] ?? []
  if (matrix.length === 1) return a < 0
  return a < 0 && a * (matrix[1]?.[1] ?? 0) - b * b > 0
}

/**
 * The Newton step -H^-1 g with every eigenvalue of H taken as negative, so that it leads uphill everywhere, and no
 * coordinate longer than {@link LONGEST}.
 */
export function uphillStep({ gradient, hessian }: Local): number[] {
  const { values, angle } = eigen(hessian)
  const [g1 = 0, g2 = 0] = gradient
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const scale = (value = 0) => Math.max(Math.abs(value), 1e-10)
  const along = (cos * g1 + sin * g2) / scale(values[0])
  const across = (cos * g2 - sin * g1) / scale(values[1])
  const step = values.length === 1 ? [along] : [cos * along - sin * across, sin * along + cos * across]
  const longest = longestOf(step)
  return longest > LONGEST ? step.map((part) => (part * LONGEST) / longest) : step
}

/** The largest coordinate of a step without its sign. */
export function longestOf(step: readonly number[]): number {
  const [first = 0, second = 0] = step
  return Math.max(Math.abs(first), Math.abs(second))
}

/** A point moved by a multiple of a step. */
export function moved(theta: readonly number[], step: readonly number[], factor = 1): number[] {
  return theta.map((value, index) => value + factor * (step[index] ?? 0))
}

/** The Newton step -H^-1 g of a negative definite H, however long. */
export function newtonStep({
  gradient: [g1 = 0, g2 = 0],
  hessian,
}: Pick<Local, 'gradient' | 'hessian'>): number[] {
  const [a = 0, b = 0] = hessian[0] ?? []
  if (hessian.length === 1) return [-g1 / a]
  const d = hessian[1]?.[1] ?? 0
  const determinant = a * d - b * b
  return [(b * g2 - d * g1) / determinant, (b * g1 - a * g2) / determinant]
}
