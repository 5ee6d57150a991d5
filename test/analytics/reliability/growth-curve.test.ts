import { expect, test } from 'vitest'
import { analyzeFailures } from '../../../analytics/reliability/analyze.ts'
import { failureCounts } from '../../../analytics/reliability/failure-data.ts'
import { growthCurve } from '../../../analytics/reliability/growth-curve.ts'

/** Forty defects over ten intervals of a hundred cases, fewer each time. */
const COUNTS = [10, 8, 6, 5, 4, 3, 2, 1, 1, 0]
const END = 1000
const FOUND = 40
const analysis = analyzeFailures(
  failureCounts(
    COUNTS.map((_, index) => (index + 1) * 100),
    COUNTS,
  ),
)
const curve = growthCurve(analysis)

test('what was found is cumulative and ends with all of it', () => {
  expect(curve.observed.map(({ found }) => found)).toEqual([10, 18, 24, 29, 33, 36, 38, 39, 40, 40])
  expect(curve.observed.at(-1)).toEqual({ time: END, found: FOUND })
})

test('the times go a quarter beyond the observation', () => {
  expect(curve.times[0]).toBe(0)
  expect(curve.times.at(-1)).toBe(1250)
})

test('goel-okumoto is a (1 - e^(-b t)) by its own parameters', () => {
  const parameters = analysis.models.find(({ name }) => name === 'goel-okumoto')!.estimate!.parameters
  const drawn = curve.models.find(({ model }) => model === 'goel-okumoto')!
  const { omega, b } = parameters as { omega: number; b: number }
  for (const [index, time] of curve.times.entries())
    expect(drawn.expected[index]).toBeCloseTo(omega * (1 - Math.exp(-b * time)), 6)
})

test('the band of the selected model has width 1.96 / sqrt(N) in the logarithm where N was observed', () => {
  const now = curve.times.indexOf(END)
  expect(curve.models.filter(({ selected }) => selected)).toHaveLength(1)
  // m(T) = N, and ln N has the standard error 1 / sqrt(N) of a Poisson count.
  const { lower, upper } = curve.band[now]!
  const error = 1.959963984540054 / Math.sqrt(FOUND)
  expect(lower).toBeCloseTo(FOUND * Math.exp(-error), 6)
  expect(upper).toBeCloseTo(FOUND * Math.exp(error), 6)
  expect(curve.band[0]).toEqual({ lower: 0, upper: 0 })
})
