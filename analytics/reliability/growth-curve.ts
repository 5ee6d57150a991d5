import type { ReliabilityAnalysis } from './analyze.ts'
import { expectedFailures } from './derived.ts'
import { meanValueOf } from './mean-value.ts'
import type { ModelName } from './models/model.ts'

/** What was found and what each model of finitely many failures expects, at the same times. */
export interface GrowthCurve {
  /** Cumulative. */
  readonly observed: { time: number; found: number }[]
  readonly times: number[]
  readonly models: {
    model: ModelName
    selected: boolean
    /** The data do not tell it from the best. */
    indistinguishable: boolean
    expected: number[]
  }[]
  /** Of the selected model at each of the times; empty when none is selected. */
  readonly band: { lower: number | null; upper: number | null }[]
}

const STEPS = 50
/** How far beyond the observation, as a share of it. */
const BEYOND = 0.25

/**
 * The curves of a reliability growth chart, in the unit of the data: m(t) of every model that was fitted and the
 * pointwise 95 % band of the selected one.
 */
export function growthCurve({ data, models, selection }: ReliabilityAnalysis): GrowthCurve {
  const end = data.observedUntil * (1 + BEYOND)
  const times = Array.from({ length: STEPS + 1 }, (_, step) => (end * step) / STEPS)
  let found = 0
  const counted = [
    ...data.times.map((to) => ({ to, count: 1 })),
    ...data.intervals.map(({ to, count }) => ({ to, count })),
  ].sort((a, b) => a.to - b.to)
  const observed = counted.map(({ to, count }) => ({ time: to, found: (found += count) }))
  const fitted = models.flatMap(({ name, status, estimate }) =>
    status === 'fitted' && estimate?.model.finite === true ? [{ name, estimate }] : [],
  )
  const selected = fitted.find(({ name }) => name === selection?.model)
  return {
    observed,
    times,
    models: fitted.map(({ name, estimate }) => ({
      model: name,
      selected: name === selection?.model,
      indistinguishable: selection?.indistinguishable.models.includes(name) ?? false,
      expected: times.map(meanValueOf(estimate).at),
    })),
    band:
      selected === undefined
        ? []
        : expectedFailures(selected.estimate, times).map((interval) => ({
            lower: interval?.lower ?? null,
            upper: interval?.upper ?? null,
          })),
  }
}
