import type { Estimate } from './fit-model.ts'
import type { Shape } from './models/model.ts'

/** The mean value function of an estimate, in the unit of the data. */
export interface MeanValue {
  /** Expected failures in (from, to]; `to` may be Infinity for a model of finitely many failures. */
  readonly between: (from: number, to: number) => number
  /** Expected failures by t: m(t), with m(T) = N exactly. */
  readonly at: (time: number) => number
  readonly shape: Shape
}

/** m(t) = N L(t) / L(T) for the estimate. */
export function meanValueOf({ model, data, theta }: Estimate): MeanValue {
  const shape = model.shapeAt(theta, data.logEnd)
  const { end } = data
  const between = (from: number, to: number) =>
    to <= from ? 0 : data.events * Math.exp(shape.logIncrement(from / end, to / end) - shape.logTotal)
  return { between, at: (time) => between(0, time), shape }
}
