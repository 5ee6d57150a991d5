import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gammaQuantile, gammaTails } from '../../../analytics/statistics/gamma.ts'
import { poissonInterval, rateInterval, wilsonInterval } from '../../../analytics/statistics/intervals.ts'
import { kaplanMeier, survivalQuantile } from '../../../analytics/statistics/kaplan-meier.ts'
import { logGamma } from '../../../analytics/statistics/log-gamma.ts'
import { ascending, quantile } from '../../../analytics/statistics/quantile.ts'
import { gammaPrior, shrunkRates } from '../../../analytics/statistics/shrinkage.ts'

/** P(X <= n) of a Poisson variable by its sum, largest term first: a second way that shares nothing with the first. */
function poissonAtMost(n: number, mean: number): number {
  let logTerm = -mean
  let sum = Math.exp(logTerm)
  for (let k = 1; k <= n; k += 1) {
    logTerm += Math.log(mean / k)
    sum += Math.exp(logTerm)
  }
  return sum
}

test('ln Γ at points with a closed form', () => {
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 14)
  expect(logGamma(1)).toBeCloseTo(0, 14)
  expect(logGamma(11)).toBeCloseTo(Math.log(3628800), 13)
  expect(logGamma(101)).toBeCloseTo(363.73937555556347, 11) // ln 100!
})

describe('gamma quantiles', () => {
  test.each([
    // Chi-square table, degrees of freedom and p; NIST/SEMATECH e-Handbook 1.3.6.7.4, three digits.
    [1, 0.975, 5.024],
    [10, 0.025, 3.247],
    [10, 0.975, 20.483],
    [100, 0.025, 74.222],
    [100, 0.975, 129.561],
  ])('chi-square of %d degrees at %d', (degrees, p, expected) => {
    expect(2 * gammaQuantile(degrees / 2, p)).toBeCloseTo(expected, 3)
  })

  test('with 2 degrees they have a closed form: -2 ln(1 - p)', () => {
    for (const p of [1e-9, 0.025, 0.3, 0.5, 0.975, 0.999999]) {
      expect(gammaQuantile(1, p) / -Math.log1p(-p)).toBeCloseTo(1, 12)
    }
  })

  test('the quantile is where the distribution has p', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 1e5, noNaN: true }),
        fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }),
        (a, p) => {
          const { lower, upper } = gammaTails(a, gammaQuantile(a, p))
          expect(Math.abs(lower - p)).toBeLessThan(1e-10)
          expect(Math.abs(upper - (1 - p))).toBeLessThan(1e-10)
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    [0, 0.5],
    [1, 0],
    [1, 1],
    [Number.NaN, 0.5],
  ])('refuses a = %d, p = %d', (a, p) => expect(() => gammaQuantile(a, p)).toThrow(RangeError))
})

describe('exact Poisson interval', () => {
  test.each([
    // Garwood's table as printed in many places, e.g. Ulm, Am. J. Epidemiol. 131 (1990).
    [0, 0, 3.689],
    [1, 0.0253, 5.572],
    [5, 1.623, 11.668],
    [10, 4.795, 18.39],
    [100, 81.364, 121.627],
  ])('%d events', (count, lower, upper) => {
    const [low, high] = poissonInterval(count)
    expect(low).toBeCloseTo(lower, 3)
    expect(high).toBeCloseTo(upper, 3)
  })

  test('ant 1.7: rmic has 7 defects in 1.025 KSLOC, email 10 in 2.26', () => {
    expect(rateInterval(7, 1.025).map((end) => Number(end.toPrecision(3)))).toEqual([2.75, 14.1])
    expect(rateInterval(10, 2.26).map((end) => Number(end.toPrecision(3)))).toEqual([2.12, 8.14])
  })

  test('each end leaves exactly 2.5 % beyond it', () => {
    for (const count of [1, 2, 7, 52, 338, 600]) {
      const [low, high] = poissonInterval(count)
      expect(1 - poissonAtMost(count - 1, low)).toBeCloseTo(0.025, 10)
      expect(poissonAtMost(count, high)).toBeCloseTo(0.025, 10)
    }
  })

  test('covers the count, and narrows relative to it as it grows', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (count) => {
        const [low, high] = poissonInterval(count)
        const [nextLow, nextHigh] = poissonInterval(count + 1)
        expect(low).toBeLessThan(count)
        expect(high).toBeGreaterThan(count)
        expect(nextLow).toBeGreaterThan(low)
        expect((nextHigh - nextLow) / (count + 1)).toBeLessThan((high - low) / count)
      }),
      { numRuns: 100 },
    )
  })

  test('how much must be looked at before no defect means few: 3.2 KSLOC below 0.943, one-sided', () => {
    expect(-Math.log(0.05) / 0.943).toBeCloseTo(3.18, 2)
    expect(poissonInterval(0)[1] / 0.943).toBeCloseTo(3.91, 2) // two-sided, as here, a little more
  })
})

describe('Wilson interval', () => {
  test.each([
    // Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d', (successes, trials, lower, upper) => {
    const [low, high] = wilsonInterval(successes, trials)
    expect(low).toBeCloseTo(lower, 4)
    expect(high).toBeCloseTo(upper, 4)
  })

  test('lies within 0 to 1, covers the share, and mirrors', () => {
    const counts = fc.integer({ min: 1, max: 1_000_000 }).chain((n) => fc.tuple(fc.nat(n), fc.constant(n)))
    fc.assert(
      fc.property(counts, ([x, n]) => {
        const [low, high] = wilsonInterval(x, n)
        const [mirroredLow, mirroredHigh] = wilsonInterval(n - x, n)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(low).toBeLessThanOrEqual(x / n)
        expect(high).toBeGreaterThanOrEqual(x / n)
        expect(mirroredLow).toBeCloseTo(1 - high, 12)
        expect(mirroredHigh).toBeCloseTo(1 - low, 12)
      }),
    )
  })

  test('refuses what is no share', () => {
    expect(() => wilsonInterval(2, 1)).toThrow(RangeError)
    expect(() => wilsonInterval(0, 0)).toThrow(RangeError)
    expect(() => poissonInterval(-1)).toThrow(RangeError)
    expect(() => poissonInterval(1.5)).toThrow(RangeError)
  })
})

describe('quantiles of type 7', () => {
  test('as R gives them: quantile(c(1, 3, 4, 10, 20))', () => {
    const values = ascending([20, 3, 1, 10, 4])
    expect([0, 0.25, 0.5, 0.75, 1].map((p) => quantile(values, p))).toEqual([1, 3, 4, 10, 20])
    expect(quantile([1, 2, 3, 4], 0.25)).toBe(1.75)
    expect(quantile([5], 0.9)).toBe(5)
    expect(() => quantile([], 0.5)).toThrow(RangeError)
  })

  test('grow with p and stay within the values', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), share, share, (values, p, q) => {
        const sorted = ascending(values)
        const [low, high] = [quantile(sorted, Math.min(p, q)), quantile(sorted, Math.max(p, q))]
        expect(low).toBeLessThanOrEqual(high)
        expect(low).toBeGreaterThanOrEqual(sorted[0]!)
        expect(high).toBeLessThanOrEqual(sorted.at(-1)!)
      }),
    )
  })
})

describe('gamma-Poisson shrinkage', () => {
  test('a small unit moves far, a large one hardly, and none past the common rate', () => {
    const units = [
      { count: 7, exposure: 1 },
      { count: 200, exposure: 100 },
      { count: 20, exposure: 40 },
      { count: 0, exposure: 0.5 },
    ]
    const [small, large, , none] = shrunkRates(units)!.map(({ rate }) => rate)
    const common = 227 / 141.5
    expect(small).toBeLessThan(7)
    expect(small).toBeGreaterThan(common)
    expect(large).toBeCloseTo(2, 1)
    expect(none).toBeGreaterThan(0)
    expect(none).toBeLessThan(common)
  })

  test('units that differ by chance only share one rate; one alone keeps its own; without exposure none', () => {
    const alike = [
      { count: 10, exposure: 10 },
      { count: 11, exposure: 10 },
    ]
    expect(gammaPrior(alike)).toBeNull()
    expect(shrunkRates(alike)!.map(({ rate }) => rate)).toEqual([1.05, 1.05])
    expect(shrunkRates(alike)![0]!.interval).toEqual(rateInterval(21, 20))
    expect(shrunkRates([{ count: 3, exposure: 2 }])).toEqual([{ rate: 1.5, interval: rateInterval(3, 2) }])
    expect(shrunkRates([{ count: 3, exposure: 0 }])).toBeNull()
    expect(shrunkRates([])).toBeNull()
  })
})

describe('Kaplan-Meier', () => {
  test('the textbook sample: remission times of 6-MP, Freireich et al. 1963', () => {
    const ended = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    const lasting = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    const steps = kaplanMeier([
      ...ended.map((time) => ({ time, ended: true })),
      ...lasting.map((time) => ({ time, ended: false })),
    ])
    const printed = [0.857, 0.807, 0.753, 0.69, 0.627, 0.538, 0.448]
    expect(steps.map(({ survival }) => Number(survival.toFixed(3)))).toEqual(printed)
    expect(survivalQuantile(steps, 0.5)).toBe(23)
    expect(survivalQuantile(steps, 0.85)).toBeNull()
  })

  test('what is still open makes the median larger than that of the closed ones', () => {
    const closed = [1, 2, 3].map((time) => ({ time, ended: true }))
    const open = [50, 60].map((time) => ({ time, ended: false }))
    expect(survivalQuantile(kaplanMeier(closed), 0.5)).toBe(2)
    expect(survivalQuantile(kaplanMeier([...closed, ...open]), 0.5)).toBe(3)
    expect(survivalQuantile(kaplanMeier(open), 0.5)).toBeNull()
    expect(kaplanMeier([])).toEqual([])
  })

  test('without censoring it is the empirical distribution', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { minLength: 1, maxLength: 60 }), (times) => {
        const steps = kaplanMeier(times.map((time) => ({ time, ended: true })))
        for (const { time, survival } of steps) {
          expect(survival).toBeCloseTo(times.filter((t) => t > time).length / times.length, 10)
        }
      }),
    )
  })
})
