import type { Expansion } from '../derivatives/expansion.ts'
import type { ExactTimes, ScaledData } from '../scaled-data.ts'

/** The models there are, from the simplest to those of three parameters, those of infinitely many failures last. */
export const modelNames = [
  'goel-okumoto',
  'delayed-s-shaped',
  'inflection-s-shaped',
  'weibull',
  'gamma',
  'gompertz',
  'truncated-normal',
  'truncated-gumbel-min',
  'log-logistic',
  'musa-okumoto',
  'power-law',
] as const
export type ModelName = (typeof modelNames)[number]

/** The free parameters of a shape in coordinates without limits: mostly logarithms, in units of the observation. */
export type Theta = readonly number[]

/**
 * The shape of a mean value function at one theta: m(t) = omega L(t), with t in units of the observation [0, 1].
 * L is a distribution function F for a model of finitely many failures.
 */
export interface Shape {
  /** ln L(1) */
  readonly logTotal: number
  /** The sum of ln L'(t) over exact times. */
  readonly logDensity: (times: ExactTimes) => number
  /** ln(L(to) - L(from)), also beyond 1; `to` may be Infinity for a model of finitely many failures. */
  readonly logIncrement: (from: number, to: number) => number
}

/** One coordinate of theta: where the multi-start begins, and where a search counts as having left the model. */
export interface Coordinate {
  readonly starts: readonly number[]
  readonly least: number
  readonly most: number
}

/** A software reliability growth model with omega eliminated. */
export interface Model {
  readonly name: ModelName
  /** Whether it has finitely many failures, hence a residual. */
  readonly finite: boolean
  readonly coordinates: readonly Coordinate[]
  readonly shapeAt: (theta: Theta, logEnd: number) => Shape
  /**
   * The shape's part in the likelihood with its derivatives by theta, in one pass over the data; null where it would
   * not be accurate, and differences of the likelihood itself have to do.
   */
  readonly expand: (theta: Theta, data: ScaledData) => Expansion | null
  /** Parameters besides omega in the unit of the data, under the names of the field. */
  readonly parameters: (theta: Theta, logEnd: number) => Readonly<Record<string, number>>
  /** At the edge of its parameters it is goel-okumoto: a fit that ends there is one of goel-okumoto. */
  readonly containsGoelOkumoto: boolean
}

/** Parameters that are written as logarithms: from a list of starting values. */
export function logarithmic(starts: readonly number[], least = -14, most = 14): Coordinate {
  return { starts: starts.map(Math.log), least, most }
}

/** Rates that the multi-start tries, in units of one over the observation. */
export const STARTING_RATES = [0.05, 0.3, 1, 2.5, 6, 15, 50] as const

/** Shapes that the multi-start tries. */
export const STARTING_SHAPES = [0.3, 0.6, 1, 1.6, 2.7, 5, 8] as const
