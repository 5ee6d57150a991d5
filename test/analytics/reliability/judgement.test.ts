import { expect, test } from 'vitest'
import { analyzeFailures, modelOf } from '../../../analytics/reliability/analyze.ts'
import { bootstrapOmega } from '../../../analytics/reliability/bootstrap.ts'
import {
  conditionalMtbf,
  instantaneousMtbf,
  reliabilityFor,
  timeToReliability,
  timeToResidual,
} from '../../../analytics/reliability/derived.ts'
import { finiteEstimateExists } from '../../../analytics/reliability/existence.ts'
import { failureCounts, failureData, failureTimes } from '../../../analytics/reliability/failure-data.ts'
import { fitAllModels, fitModel } from '../../../analytics/reliability/fit-model.ts'
import { models } from '../../../analytics/reliability/models/index.ts'
import { modelNames } from '../../../analytics/reliability/models/model.ts'
import { predictiveSumOfSquares } from '../../../analytics/reliability/predictive-error.ts'
import { omegaInterval } from '../../../analytics/reliability/profile-interval.ts'
import { seededRandom } from '../../../analytics/reliability/random.ts'
import { reliabilityReport } from '../../../analytics/reliability/report.ts'
import { isStable, rollingRefits } from '../../../analytics/reliability/rolling.ts'
import { laplaceTrend } from '../../../analytics/reliability/trend.ts'
import { dataUntil } from '../../../analytics/reliability/truncated-data.ts'
import { describeWithReference, series } from './reference-data.ts'

const ntds = () => series('ntds_time.csv', { first: 26, end: 250 })
const weeks = (counts: readonly number[]) =>
  failureCounts(
    counts.map((_, index) => index + 1),
    counts,
  )
const converging = weeks([30, 24, 17, 14, 10, 8, 6, 4, 4, 2, 2, 1, 1, 1, 0, 1, 0, 0, 0, 0])

test('Laplace by its formulas: exact times, equal widths, and the failure that ended the observation', () => {
  expect(laplaceTrend(failureTimes([1, 2, 6], 10))).toBeCloseTo((3 - 5) / (10 * Math.sqrt(1 / 36)), 12)
  expect(laplaceTrend(failureTimes([1, 2, 10], 10))).toBeCloseTo((1.5 - 5) / (10 * Math.sqrt(1 / 24)), 12)
  const counts = [5, 3, 2, 0]
  const numerator = 0 * 5 + 1 * 3 + 2 * 2 - (10 * 3) / 2
  expect(laplaceTrend(weeks(counts))).toBeCloseTo(numerator / Math.sqrt((10 * 15) / 12), 12)
  expect(laplaceTrend(weeks([5]))).toBeNull()
  expect(laplaceTrend(failureTimes([], 3))).toBeNull()
})

test('goel-okumoto has an estimate iff the mean time is before the middle of the observation', () => {
  expect(finiteEstimateExists('goel-okumoto', failureTimes([1, 4, 9.9], 10))).toBe(true)
  expect(finiteEstimateExists('goel-okumoto', failureTimes([1, 4, 10], 10))).toBe(false)
  expect(finiteEstimateExists('delayed-s-shaped', failureTimes([6, 6, 7.9], 10))).toBe(true)
  expect(finiteEstimateExists('delayed-s-shaped', failureTimes([6, 6, 8], 10))).toBe(false)
  expect(finiteEstimateExists('goel-okumoto', weeks([9, 0, 0]))).toBe(false)
  expect(finiteEstimateExists('weibull', weeks([9, 0, 0]))).toBeNull()
})

test.each([
  ['no failures', failureTimes([], 10), 'NO_EVENTS'],
  ['one failure', failureTimes([3], 10), 'TOO_FEW_EVENTS'],
  ['all in the first interval', weeks([40, 0, 0, 0]), 'ALL_IN_FIRST_INTERVAL'],
  ['all in the last interval', weeks([0, 0, 0, 40]), 'NO_FINITE_ESTIMATE'],
  ['all at one moment', failureTimes(Array<number>(30).fill(5), 10), 'NO_FINITE_ESTIMATE'],
  ['a constant rate', weeks([5, 5, 5, 5, 5, 5]), 'NO_GROWTH'],
])('%s: not assessable', (_, data, reason) => {
  const { notAssessable } = analyzeFailures(data)
  expect(notAssessable).toContain(reason)
})

test('a converging series is assessable, unless too few of the planned cases are executed', () => {
  const analysis = analyzeFailures(converging, { testConsumption: 0.95 })
  expect(analysis.notAssessable).toEqual([])
  expect(analysis.selection?.reasons[0]).toBe('LOWEST_AIC')
  expect(isStable(analysis.refits)).toBe(true)
  const { notAssessable } = analyzeFailures(converging, { testConsumption: 0.5 })
  expect(notAssessable).toEqual(['LOW_TEST_CONSUMPTION'])
})

test.each([
  ['a negative count', () => weeks([1, -1]), /count must be a whole number/],
  ['half a failure', () => weeks([1, 0.5]), /count must be a whole number/],
  ['a time that goes back', () => failureTimes([2, 1], 3), /must not go back/],
  ['an interval that goes back', () => failureCounts([2, 1], [1, 1]), /must not go back/],
  ['an end before the last failure', () => failureTimes([2], 1), /before the last failure at 2/],
  ['a time that is no number', () => failureTimes([Number.NaN], 1), /must be a finite number/],
  [
    'intervals beyond the end',
    () => failureData([], [{ from: 0, to: 2, count: 1 }], 1),
    /before the last interval/,
  ],
])('%s is refused', (_, build, message) => {
  expect(build).toThrow(message)
})

test('100,000 failures: counts are analysed, exact times are fitted, in seconds', () => {
  const random = seededRandom(1)
  const times = Array.from({ length: 100_000 }, () => -Math.log(1 - random() * 0.86) * 500).sort(
    (a, b) => a - b,
  )
  const counted = Array.from(
    { length: 100 },
    (_, index) => times.filter((time) => time > index * 10 && time <= (index + 1) * 10).length,
  )
  const { models: analyzed } = analyzeFailures(weeks(counted))
  expect(analyzed.map(({ name }) => name)).toEqual(modelNames)
  const exact = fitModel('goel-okumoto', failureTimes(times, 1000)).estimate?.parameters['b'] ?? 0
  expect(analyzed[0]?.estimate?.parameters['b']).toBeCloseTo(exact * 10, 3)
  expect(fitModel('weibull', failureTimes(times, 1000)).status).toBe('fitted')
})

test('with very many failures a model is never less likely than the one it contains', () => {
  const random = seededRandom(3)
  const times = Array.from({ length: 3000 }, () => (1 / (1 - random() * 0.9) - 1) * 100).sort((a, b) => a - b)
  const fits = fitAllModels(failureTimes(times, 1000))
  const [goelOkumoto] = fits
  const containing = fits.filter(({ name }) => models[name].containsGoelOkumoto)
  expect(containing.map(({ status }) => status)).toContain('boundary')
  for (const { estimate } of containing) {
    expect(estimate?.logLikelihood).toBeGreaterThanOrEqual((goelOkumoto?.estimate?.logLikelihood ?? 0) - 1e-6)
  }
})

test('targets: goel-okumoto has closed forms', () => {
  const { estimate } = fitModel('goel-okumoto', converging)
  const { omega = 0, b = 0 } = estimate!.parameters
  expect(timeToResidual(estimate!, 0.01)?.value).toBeCloseTo(Math.log(omega / 0.01) / b, 8)
  const expected = Math.log((omega * -Math.expm1(-b * 2)) / -Math.log(0.99)) / b
  expect(timeToReliability(estimate!, 2, 0.99).value).toBeCloseTo(expected, 8)
  expect(instantaneousMtbf(estimate!)?.value).toBeCloseTo(1 / (omega * b * Math.exp(-b * 20)), 4)
})

test('the interval of the time to a target is where the interval of the function itself meets the target', () => {
  const { estimate } = fitModel('goel-okumoto', converging)
  const now = reliabilityFor(estimate!, 1)!
  for (const [target, end] of [
    [now.lower!, 'upper'],
    [now.value, 'value'],
    [now.upper!, 'lower'],
  ] as const) {
    expect(timeToReliability(estimate!, 1, target - 1e-6)[end]).toBe(20)
    expect(timeToReliability(estimate!, 1, target + 1e-3)[end]).toBeGreaterThan(20)
  }
  const residual = timeToResidual(estimate!, 0.01)!
  expect(residual.lower).toBeGreaterThan(20)
  expect(residual.lower).toBeLessThan(residual.value!)
  expect(residual.upper).toBeGreaterThan(residual.value!)
  // A curve that hardly falls sets no limit to the time.
  const flat = fitModel('goel-okumoto', weeks([6, 5, 6, 5, 5, 5, 4, 5])).estimate
  expect(timeToResidual(flat!, 1)?.value).toBeGreaterThan(8)
  expect(timeToResidual(flat!, 1)?.upper).toBeNull()
})

test('conditional MTBF of a power law of exponent 1 is the time between failures', () => {
  const { estimate } = fitModel('power-law', weeks([5, 5, 5, 5]))
  expect(estimate?.parameters['beta']).toBeCloseTo(1, 6)
  expect(conditionalMtbf(estimate!)).toBeCloseTo(0.2, 5)
  expect(conditionalMtbf(fitModel('goel-okumoto', converging).estimate!)).toBeNull()
})

test('looking back leaves out intervals that were not complete', () => {
  expect(dataUntil(weeks([1, 2, 3]), 2.5)).toMatchObject({ events: 3, observedUntil: 2 })
  expect(dataUntil(weeks([1, 2, 3]), 0.5)).toBeNull()
  expect(rollingRefits('goel-okumoto', converging).map(({ observedUntil }) => observedUntil)).toEqual([
    18, 19, 20,
  ])
})

test('the bootstrap gives the same interval for the same seed', () => {
  const { estimate } = fitModel('goel-okumoto', converging)
  const interval = (seed: number) =>
    bootstrapOmega(converging, 'goel-okumoto', estimate!, { replicates: 200, seed })
  expect(interval(7)).toEqual(interval(7))
  expect(interval(7)).not.toEqual(interval(8))
  const {
    omega: [lower, upper],
    residual,
  } = interval(7)
  // About omega = 126 with a standard error of 11: a Poisson total and what is estimated besides.
  expect(lower).toBeGreaterThan(95)
  expect(lower).toBeLessThan(115)
  expect(upper).toBeGreaterThan(140)
  expect(upper).toBeLessThan(165)
  expect(residual[0]).toBeGreaterThanOrEqual(0)
  expect(residual[1]).toBeLessThan(20)
})

describeWithReference('on real series', () => {
  test('NTDS: the profile interval of omega reaches to 338 where a Wald interval says 53.6', () => {
    const interval = omegaInterval(fitModel('goel-okumoto', ntds()).estimate!)
    expect(interval?.lower.omega).toBeCloseTo(20.6, 1)
    expect(interval?.upper?.omega).toBeCloseTo(338, 0)
  })

  test('the interval of the total never ends below what was found, that of the parameter may', () => {
    const { models: reported } = reliabilityReport(analyzeFailures(ntds()))
    const goelOkumoto = reported[0]!
    expect(goelOkumoto.omegaInterval95![0]).toBeCloseTo(20.6, 1)
    expect(goelOkumoto.totalInterval95).toEqual([26, goelOkumoto.omegaInterval95![1]])
    for (const { status, omegaInterval95, totalInterval95, residual } of reported) {
      if (status !== 'fitted') continue
      expect(totalInterval95 === null).toBe(residual === null)
      expect(omegaInterval95![0]).toBeGreaterThan(0)
      if (totalInterval95 !== null) expect(totalInterval95[0]).toBeGreaterThanOrEqual(26)
    }
  })

  test('true prediction error: fitted to the first nine tenths only', () => {
    const error = predictiveSumOfSquares('delayed-s-shaped', ntds())
    expect(error).toBeGreaterThan(0)
  })

  test('musa_ss2_daily: no finite estimate, nothing is selected', () => {
    const analysis = analyzeFailures(series('musa_ss2_daily.csv'))
    expect(modelOf(analysis, 'goel-okumoto')).toMatchObject({ status: 'no-finite-estimate', estimate: null })
    expect(analysis.selection).toBeNull()
    expect(analysis.notAssessable).toContain('NO_FINITE_ESTIMATE')
  })

  test('printer_ds2: the envelope says 0 to 357', () => {
    const { selection, notAssessable } = analyzeFailures(series('printer_ds2.csv'))
    expect(selection?.envelope.residual[0]).toBeLessThan(2.1)
    expect(selection?.envelope.residual[1]).toBeCloseTo(356.69, 1)
    expect(notAssessable).toContain('NO_GROWTH')
  })
})
