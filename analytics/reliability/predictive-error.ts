import { cumulativePoints } from './criteria.ts'
import type { FailureData } from './failure-data.ts'
import { fitModel } from './fit-model.ts'
import { meanValueOf } from './mean-value.ts'
import type { ModelName } from './models/model.ts'
import { dataUntil } from './truncated-data.ts'

/**
 * PSSE = sum of (m(t_i) - i)^2 over what came after a share of the failures, by the model fitted to that share only.
 *
 * A fit to all the data would know the answers: the published values of SFRAT's application are such fits, and they
 * reward a model for following the data.
 *
 * @param share of the failures (counts: of the intervals) to fit to
 * @returns null when the model has no estimate from the first part, or nothing comes after it
 */
export function predictiveSumOfSquares(name: ModelName, data: FailureData, share = 0.9): number | null {
  const points = cumulativePoints(data)
  const known = points[Math.floor(points.length * share) - 1]
  if (known === undefined) return null
  const first = dataUntil(data, known.time)
  const estimate = first === null ? null : fitModel(name, first).estimate
  const later = points.filter(({ time }) => time > known.time)
  if (estimate === null || later.length === 0) return null
  const { at } = meanValueOf(estimate)
  return later.reduce((sum, { time, count }) => sum + (at(time) - count) ** 2, 0)
}
