import { expect, test } from 'vitest'
import type { FailureData } from '../../../analytics/reliability/failure-data.ts'
import { fitAllModels } from '../../../analytics/reliability/fit-model.ts'
import { profileLogLikelihood } from '../../../analytics/reliability/likelihood.ts'
import { localOf } from '../../../analytics/reliability/local.ts'
import { maximize } from '../../../analytics/reliability/maximize.ts'
import { models } from '../../../analytics/reliability/models/index.ts'
import { modelNames, type Coordinate, type Model } from '../../../analytics/reliability/models/model.ts'
import { scaledData } from '../../../analytics/reliability/scaled-data.ts'
import { simulated, truth } from './simulated-data.ts'

/** Every start of the model and those between, on all the data, by differences of the likelihood alone. */
function exhaustive(model: Model, data: FailureData) {
  const scaled = scaledData(data)
  const value = (theta: readonly number[]) => profileLogLikelihood(model, scaled, theta)
  const denser = ({ starts }: Coordinate) =>
    starts.flatMap((start, index) => [start, (start + (starts[index + 1] ?? start + 1)) / 2])
  const isInside = (theta: readonly number[]) =>
    model.coordinates.every(({ least, most }, index) => theta[index]! > least && theta[index]! < most) &&
    (!model.finite || model.shapeAt(theta, scaled.logEnd).logTotal > -16)
  const [first, second] = model.coordinates.map(denser)
  const starts = first!.flatMap((one) => (second ?? [null]).map((two) => (two === null ? [one] : [one, two])))
  const found = starts.map((start) =>
    maximize((theta) => localOf(value, theta), start, { isInside, accuracy: 'value' }),
  )
  const best = (converged: boolean) =>
    Math.max(...found.filter((one) => one.converged === converged).map(({ theta }) => value(theta)))
  return { inside: best(true), outside: best(false) }
}

const series = modelNames.flatMap((name, index) => [
  [name, 'times', simulated(name, 60, 100 + index, null)] as const,
  [name, 'counts', simulated(name, 150, 200 + index, 12 + index)] as const,
])

test.each([
  ...series,
  ['goel-okumoto', 'few times', simulated('goel-okumoto', 8, 4, null)] as const,
  ['a rising intensity', 'counts', simulated('power-law', 80, 5, 15, [Math.log(2.5)])] as const,
  ['a constant intensity', 'times', simulated('power-law', 80, 6, null, [0])] as const,
])('no optimum is lost: %s, %s, against an exhaustive search', (_, __, data) => {
  const fits = fitAllModels(data)
  const lost: string[] = []
  for (const { name, status, estimate } of fits) {
    const { inside, outside } = exhaustive(models[name], data)
    const allowed = 1e-8 * Math.max(1, Math.abs(inside))
    if (estimate !== null && estimate.logLikelihood < inside - allowed) {
      lost.push(`${name} ${status}: ${estimate.logLikelihood} < ${inside}`)
    }
    const isBounded = inside > -Infinity && outside < inside - 1e-6
    if (status === 'no-finite-estimate' && isBounded && models[name].coordinates.length > 1) {
      lost.push(`${name} ${status}: but ${inside} inside, ${outside} outside`)
    }
  }
  expect(lost).toEqual([])
})

test.each(modelNames)(
  '%s: its parameters are recovered from 20,000 failures, by times and by counts',
  (name) => {
    for (const intervals of [null, 200]) {
      const data = simulated(name, 20_000, 77, intervals)
      const fit = fitAllModels(data).find((one) => one.name === name)!
      expect(fit.status).toBe('fitted')
      for (const [index, value] of fit.estimate!.theta.entries()) {
        expect(Math.abs(value - truth[name][index]!)).toBeLessThan(0.15)
      }
    }
  },
)

test('constant and rising intensity have no finite estimate of the models that must fall; the others say what they are', () => {
  for (const [exponent, seed] of [
    [2.5, 5],
    [1.6, 8],
  ] as const) {
    const fits = fitAllModels(simulated('power-law', 400, seed, null, [Math.log(exponent)]))
    const statusOf = (name: string) => fits.find((one) => one.name === name)?.status
    expect(statusOf('goel-okumoto')).toBe('no-finite-estimate')
    expect(statusOf('power-law')).toBe('fitted')
    expect(fits.every(({ status, estimate }) => (status === 'fitted') === (estimate !== null))).toBe(true)
  }
})

test('five failures are fitted or refused, never a number that is none', () => {
  for (let seed = 0; seed < 25; seed += 1) {
    const data = simulated('goel-okumoto', 5, seed, seed % 2 === 0 ? null : 6)
    for (const { estimate, status } of fitAllModels(data)) {
      expect(estimate === null).toBe(status === 'no-finite-estimate' || status === 'not-applicable')
      if (estimate === null) continue
      const { parameters, logLikelihood } = estimate
      expect(Object.values({ ...parameters, logLikelihood }).every(Number.isFinite)).toBe(true)
    }
  }
})
