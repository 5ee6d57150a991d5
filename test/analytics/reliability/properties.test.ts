import fc from 'fast-check'
import { expect, test } from 'vitest'
import { analyzeFailures } from '../../../analytics/reliability/analyze.ts'
import { failureCounts, failureTimes, type FailureData } from '../../../analytics/reliability/failure-data.ts'
import { fitModel } from '../../../analytics/reliability/fit-model.ts'
import { profileLogLikelihood } from '../../../analytics/reliability/likelihood.ts'
import { meanValueOf } from '../../../analytics/reliability/mean-value.ts'
import { models } from '../../../analytics/reliability/models/index.ts'
import { modelNames } from '../../../analytics/reliability/models/model.ts'
import { scaledData } from '../../../analytics/reliability/scaled-data.ts'

const times = fc
  .array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 5, maxLength: 30 })
  .map((found) => found.sort((a, b) => a - b))
const counts = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 3, maxLength: 25 })
const ends = (length: number, width: number) => Array.from({ length }, (_, index) => (index + 1) * width)
const name = fc.constantFrom(...modelNames)
const factor = fc.constantFrom(0.001, 0.5, 24, 86_400)

/** Parameters that are times grow with the unit, rates fall; others stay. */
const unitPower: Readonly<Record<string, number>> = { b: -1, rate: -1, scale: 1, mean: 1, sd: 1 }

function expectScaled(
  data: FailureData,
  scaled: FailureData,
  model: typeof name extends fc.Arbitrary<infer N> ? N : never,
  by: number,
) {
  const [before, after] = [fitModel(model, data), fitModel(model, scaled)]
  expect(after.status).toBe(before.status)
  if (before.estimate === null || after.estimate === null) return
  // The density of an exact time has the unit one over time: LL shifts by -n ln(factor). Counts have no unit.
  const shift = -data.times.length * Math.log(by)
  expect(after.estimate.logLikelihood).toBeCloseTo(before.estimate.logLikelihood + shift, 6)
  for (const [parameter, value] of Object.entries(before.estimate.parameters)) {
    if (parameter === 'loclog' || model === 'power-law') continue
    const expected = value * by ** (unitPower[parameter] ?? 0)
    // Where the likelihood is nearly flat the place of its maximum is rounding.
    const sharp = (before.estimate.standardErrors?.[parameter] ?? Infinity) < 10 * Math.abs(value)
    if (sharp) expect(Math.abs((after.estimate.parameters[parameter] ?? 0) / expected - 1)).toBeLessThan(1e-4)
  }
}

test('another unit of time scales rates and times and shifts the log-likelihood by -n ln(factor)', () => {
  fc.assert(
    fc.property(times, name, factor, (found, model, by) => {
      const scaled = failureTimes(
        found.map((time) => time * by),
        1.25 * by,
      )
      expectScaled(failureTimes(found, 1.25), scaled, model, by)
    }),
    { numRuns: 60 },
  )
  fc.assert(
    fc.property(counts, name, factor, (found, model, by) => {
      const scaled = failureCounts(ends(found.length, by), found)
      expectScaled(failureCounts(ends(found.length, 1), found), scaled, model, by)
    }),
    { numRuns: 60 },
  )
})

test('m(T) = N for whatever is estimated, m rises, and no point nearby is more likely', () => {
  fc.assert(
    fc.property(counts, name, fc.double({ min: -0.2, max: 0.2, noNaN: true }), (found, model, away) => {
      const data = failureCounts(ends(found.length, 1), found)
      const { estimate } = fitModel(model, data)
      if (estimate === null) return
      const { at } = meanValueOf(estimate)
      expect(at(data.observedUntil)).toBeCloseTo(data.events, 8)
      const curve = ends(20, data.observedUntil / 10).map(at)
      expect([...curve].sort((a, b) => a - b)).toEqual(curve)
      for (const index of estimate.theta.keys()) {
        const moved = estimate.theta.map((value, other) => (other === index ? value + away : value))
        const value = profileLogLikelihood(estimate.model, estimate.data, moved)
        expect(value).toBeLessThanOrEqual(estimate.logLikelihood + 1e-7)
      }
    }),
    { numRuns: 120 },
  )
})

test('splitting an interval without failures, or leaving it out of the likelihood, changes nothing', () => {
  const fit = (at: number[], found: number[]) => fitModel('weibull', failureCounts(at, found)).estimate
  expect(fit([1, 2, 3, 4, 5, 6], [9, 5, 4, 0, 2, 1])?.logLikelihood).toBeCloseTo(
    fit([1, 2, 3, 3.5, 4, 5, 6], [9, 5, 4, 0, 0, 2, 1])?.logLikelihood ?? 0,
    9,
  )
})

test('exact times put into ever narrower intervals give the estimate of the times', () => {
  const found = [
    9, 21, 32, 36, 43, 45, 50, 58, 63, 70, 71, 77, 78, 87, 91, 92, 95, 98, 104, 105, 116, 149, 156, 247, 249,
    250,
  ]
  const exact = failureTimes(
    found.map((time) => time + 0.5),
    260,
  )
  const counted = Array.from({ length: 260 }, (_, day) => found.filter((time) => time === day).length)
  for (const model of modelNames) {
    const [a, b] = [fitModel(model, exact), fitModel(model, failureCounts(ends(260, 1), counted))]
    expect(
      Math.abs((b.estimate?.parameters['omega'] ?? 0) / (a.estimate?.parameters['omega'] ?? 1) - 1),
    ).toBeLessThan(0.02)
  }
})

const nested = [
  ['goel-okumoto', 'inflection-s-shaped'],
  ['goel-okumoto', 'weibull'],
  ['goel-okumoto', 'gamma'],
  ['goel-okumoto', 'gompertz'],
  ['goel-okumoto', 'truncated-normal'],
  ['goel-okumoto', 'truncated-gumbel-min'],
  ['delayed-s-shaped', 'gamma'],
] as const

test('a model is at least as likely as one that it contains', () => {
  fc.assert(
    fc.property(
      counts,
      times,
      fc.boolean(),
      fc.constantFrom(...nested),
      (found, at, isTimed, [simple, general]) => {
        const data = isTimed ? failureTimes(at, 1.25) : failureCounts(ends(found.length, 1), found)
        const [one, other] = [fitModel(simple, data), fitModel(general, data)]
        if (one.estimate === null || other.estimate === null) return
        expect(other.estimate.logLikelihood).toBeGreaterThanOrEqual(one.estimate.logLikelihood - 1e-6)
      },
    ),
    { numRuns: 300 },
  )
})

test('an interval without failures after the last is an observation that went on: goel-okumoto expects less to come', () => {
  fc.assert(
    fc.property(counts, fc.integer({ min: 1, max: 20 }), (found, more) => {
      const longer = [...found, ...Array<number>(more).fill(0)]
      const appended = failureCounts(ends(longer.length, 1), longer)
      const stated = failureCounts(ends(found.length, 1), found, longer.length)
      const [a, b] = [fitModel('goel-okumoto', appended), fitModel('goel-okumoto', stated)]
      expect(b.status).toBe(a.status)
      if (a.estimate === null) return
      expect(b.estimate!.logLikelihood).toBeCloseTo(a.estimate.logLikelihood, 9)
      const before = fitModel('goel-okumoto', failureCounts(ends(found.length, 1), found))
      if (before.estimate === null) return
      expect(a.estimate.parameters['omega']).toBeLessThan(before.estimate.parameters['omega']! * (1 + 1e-9))
    }),
    { numRuns: 150 },
  )
})

test('failures at the same time may come in any order, and times are their own narrow intervals', () => {
  const found = [1, 2, 2, 2, 3, 5, 5, 8, 13, 13, 21]
  const narrow = failureCounts(
    [...new Set(found)].flatMap((time) => [time - 1e-5, time]),
    [...new Set(found)].flatMap((time) => [0, found.filter((other) => other === time).length]),
    30,
  )
  for (const model of modelNames) {
    const [exact, counted] = [fitModel(model, failureTimes(found, 30)), fitModel(model, narrow)]
    expect(counted.status).toBe(exact.status)
    if (exact.estimate === null) continue
    for (const [parameter, value] of Object.entries(exact.estimate.parameters)) {
      expect(Math.abs(counted.estimate!.parameters[parameter]! / value - 1)).toBeLessThan(1e-3)
    }
  }
})

test('mixed data are their times and their counts together', () => {
  const grouped = scaledData(failureCounts([1, 2, 3], [4, 2, 1]))
  const mixed = scaledData({
    ...failureCounts([1, 2, 3], [4, 2, 1]),
    times: [0.5, 1.5],
    events: 9,
    kind: 'mixed',
  })
  const only = scaledData(failureTimes([0.5, 1.5], 3))
  const theta = [0.3]
  const conditional = (data: typeof only) =>
    profileLogLikelihood(models['goel-okumoto'], data, theta) -
    (data.events * Math.log(data.events) - data.events)
  expect(conditional(mixed)).toBeCloseTo(conditional(grouped) + conditional(only), 10)
})

test('no NaN and no infinity in any answer', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        times.map((found) => failureTimes(found, 1)),
        counts
          .filter((found) => found.length > 0)
          .map((found) => failureCounts(ends(found.length, 7), found)),
      ),
      (data) => {
        const { laplace, selection, models: all } = analyzeFailures(data)
        const numbers: unknown[] = [laplace, selection?.envelope.residual, selection?.indistinguishable]
        for (const { estimate, interval, goodness } of all) {
          numbers.push(
            estimate?.parameters,
            estimate?.standardErrors,
            estimate?.logLikelihood,
            interval,
            goodness,
          )
        }
        const visit = (value: unknown): void => {
          if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
          else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit)
        }
        visit(numbers)
      },
    ),
    { numRuns: 40 },
  )
})
