import fc from 'fast-check'
import { expect, test } from 'vitest'
import { expansionOf, profileAt } from '../../../analytics/reliability/climb.ts'
import { compactData } from '../../../analytics/reliability/compact-times.ts'
import { failureCounts, failureTimes } from '../../../analytics/reliability/failure-data.ts'
import { profileLogLikelihood } from '../../../analytics/reliability/likelihood.ts'
import { localOf } from '../../../analytics/reliability/local.ts'
import { models } from '../../../analytics/reliability/models/index.ts'
import { modelNames } from '../../../analytics/reliability/models/model.ts'
import { seededRandom } from '../../../analytics/reliability/random.ts'
import { scaledData } from '../../../analytics/reliability/scaled-data.ts'
import { lowerGammaJet } from '../../../analytics/reliability/special/lower-gamma-jet.ts'
import { logNormalIntegral } from '../../../analytics/reliability/special/normal-integral.ts'
import { polygamma } from '../../../analytics/reliability/special/polygamma.ts'

const counted = scaledData(failureCounts([1, 2, 3.5, 4, 5, 7, 8, 9, 9.5, 10], [9, 7, 0, 6, 4, 5, 2, 0, 1, 1]))
const timed = scaledData(failureTimes([0.2, 0.5, 0.9, 1.3, 1.31, 2, 2.8, 3.9, 5, 6.6, 8.8], 10))

const places = modelNames.flatMap((name) =>
  [
    ['counts', counted],
    ['times', timed],
  ].map(([kind, data]) => [name, kind, data] as const),
)

test.each(places as readonly (readonly [(typeof modelNames)[number], string, typeof counted])[])(
  'the derivatives of %s by %s are those that differences of the likelihood show',
  (name, _, data) => {
    const model = models[name]
    const [first, second] = model.coordinates
    const columns = second === undefined ? [undefined] : second.starts
    let compared = 0
    for (const one of first!.starts.slice(1, -1)) {
      for (const two of columns) {
        const theta = two === undefined ? [one] : [one, two]
        const value = (at: readonly number[]) => profileLogLikelihood(model, data, at)
        const differences = localOf(value, theta)
        if (!(differences.value > -2000) || expansionOf(model, data, theta) === null) continue
        compared += 1
        const analytic = profileAt(model, data, theta)
        expect(Math.abs(analytic.value - differences.value)).toBeLessThan(1e-8 * Math.abs(differences.value))
        for (const [i, slope] of analytic.gradient.entries()) {
          const size = Math.max(1, Math.abs(slope))
          expect(Math.abs(slope - differences.gradient[i]!) / size).toBeLessThan(2e-7)
          for (const [j, curve] of analytic.hessian[i]!.entries()) {
            const scale = Math.max(10, Math.abs(curve), Math.abs(differences.value))
            expect(Math.abs(curve - differences.hessian[i]![j]!) / scale).toBeLessThan(1e-4)
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(3)
  },
)

// digamma(1) = -gamma, trigamma(1) = pi^2 / 6, digamma(1/2) = -gamma - 2 ln 2, trigamma(1/2) = pi^2 / 2 (A&S 6.3, 6.4).
test('digamma and trigamma at 1, 1/2 and by their recurrence', () => {
  const euler = 0.5772156649015329
  expect(polygamma(1).digamma).toBeCloseTo(-euler, 13)
  expect(polygamma(1).trigamma).toBeCloseTo(Math.PI ** 2 / 6, 13)
  expect(polygamma(0.5).digamma).toBeCloseTo(-euler - 2 * Math.LN2, 13)
  expect(polygamma(0.5).trigamma).toBeCloseTo(Math.PI ** 2 / 2, 13)
  expect(polygamma(41).digamma - polygamma(40).digamma).toBeCloseTo(1 / 40, 14)
})

test('moments of an exponential and of a half normal distribution', () => {
  // Shape 1, rate 3, up to infinity in effect: mean 1/3, variance 1/9.
  const exponential = lowerGammaJet(1, 3, 30)!
  expect(exponential.d2).toBeCloseTo(1 / 3, 12)
  expect(exponential.d22).toBeCloseTo(1 / 9, 11)
  // e^(-t^2 / 2) on t > 0: mean sqrt(2 / pi), second moment 1, fourth 3; from both sides of slope 0.
  for (const slope of [0, 1e-12]) {
    const half = logNormalIntegral(slope, 0.5)
    expect(half.value).toBeCloseTo(0.5 * Math.log(Math.PI / 2), 10)
    expect(half.d1).toBeCloseTo(Math.sqrt(2 / Math.PI), 10)
    expect(half.d2).toBeCloseTo(1, 9)
    expect(half.d22).toBeCloseTo(2, 8)
  }
})

test('thousands of times compacted give the same likelihood to nine digits', () => {
  const random = seededRandom(5)
  const times = Array.from({ length: 3000 }, () => random() ** 2 * 99).sort((a, b) => a - b)
  const full = scaledData(failureTimes([...times, 99.5, 99.5, 100], 100))
  const compact = compactData(full)
  expect(compact.exact.values.length).toBeLessThan(900)
  fc.assert(
    fc.property(
      fc.constantFrom(...modelNames),
      fc.double({ min: -1.5, max: 2, noNaN: true }),
      fc.double({ min: -1, max: 1.5, noNaN: true }),
      (name, one, two) => {
        const model = models[name]
        const theta = model.coordinates.length === 1 ? [one] : [one, two]
        const value = profileLogLikelihood(model, full, theta)
        const expansion = expansionOf(model, compact, theta)
        if (value === -Infinity || expansion === null) return
        const quick = expansion.terms.value - compact.events * expansion.total.value + compact.constant
        expect(Math.abs(quick - value)).toBeLessThan(1e-9 * Math.max(Math.abs(value), full.events))
      },
    ),
    { numRuns: 200 },
  )
})
