import { describe, expect, test } from 'vitest'
import { cusumChart, cusumSums } from '../../../analytics/charts/cusum-chart.ts'
import { ewmaChart } from '../../../analytics/charts/ewma-chart.ts'

const series = (values: readonly number[]) =>
  values.map((count, i) => ({ label: String(i + 1), count, exposure: 1 }))

/** Every value is the printed one within half a unit of its last digit. */
function expectPrinted(values: readonly number[], printedRow: string): void {
  const printed = printedRow.split(' ')
  expect(values).toHaveLength(printed.length)
  values.forEach((value, i) => {
    const digits = printed[i]!.split('.')[1]!.length
    expect(Math.abs(value - Number(printed[i])), `${i + 1}`).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-9)
  })
}

/** Montgomery, Introduction to Statistical Quality Control, table 9.1: mean 10, deviation 1; from 21 on the mean is 11. */
const montgomery = series([
  9.45, 7.99, 9.29, 11.66, 12.16, 10.18, 8.04, 11.46, 9.2, 10.34, 9.03, 11.47, 10.51, 9.4, 10.08, 9.37, 10.62,
  10.31, 8.52, 10.84, 10.9, 9.33, 12.29, 11.5, 10.6, 11.08, 10.38, 11.62, 11.31, 10.52,
])

describe('Montgomery’s examples', () => {
  test('CUSUM, k = 0.5, h = 5, table 9.2: the sum passes h at observation 29', () => {
    const options = { target: 10, sigma: 1, k: 0.5, h: 5 }
    const sums = cusumSums(montgomery, options)
    const high =
      '0.00 0.00 0.00 1.16 2.82 2.50 0.04 1.00 0.00 0.00 0.00 0.97 0.98 0.00 0.00 0.00 0.12 0.00 0.00 0.34 0.74 0.00 1.79 2.79 2.89 3.47 3.35 4.47 5.28 5.30'
    expectPrinted(
      sums.map((sum) => sum.high),
      high,
    )
    expectPrinted(
      sums.slice(0, 7).map((sum) => sum.low),
      '0.05 1.56 1.77 0.00 0.00 0.00 1.46',
    )
    const signals = cusumChart(montgomery, options).points.filter(({ signal }) => signal)
    expect(signals.map(({ label }) => label)).toEqual(['29', '30'])
  })

  test('EWMA, λ = 0.1, L = 2.7, table 9.11: limits 9.73 to 10.27 at first, 9.38 to 10.62 in the end, signal at 29', () => {
    const { centre, points } = ewmaChart(montgomery, { target: 10, sigma: 1, lambda: 0.1, limit: 2.7 })
    expect(centre).toBe(10)
    expectPrinted(
      points.map(({ value }) => value).slice(0, 10),
      '9.9450 9.7495 9.7036 9.8992 10.1253 10.1307 9.9217 10.0755 9.9880 10.0232',
    )
    expectPrinted(points.map(({ value }) => value).slice(26), '10.4568 10.5731 10.6468 10.6341')
    expect([points[0]!.lower!.toFixed(2), points[0]!.upper!.toFixed(2)]).toEqual(['9.73', '10.27'])
    expect([points[29]!.lower!.toFixed(2), points[29]!.upper!.toFixed(2)]).toEqual(['9.38', '10.62'])
    expect(points.filter(({ signal }) => signal).map(({ label }) => label)).toEqual(['29', '30'])
  })
})

describe('NIST/SEMATECH e-Handbook of Statistical Methods', () => {
  test('6.3.2.4 EWMA: λ = 0.3, s = 2.0539, target 50; limits 47.4115 to 52.5884, every value within', () => {
    const x = [
      52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6,
      52.1,
    ]
    const { points } = ewmaChart(series(x), { target: 50, sigma: 2.0539, lambda: 0.3, limit: 3 })
    expectPrinted(
      points.map(({ value }) => value),
      '50.60 49.52 50.56 50.18 50.16 49.21 49.75 49.85 50.26 50.33 50.11 49.36 49.52 50.05 49.38 49.92 50.73 51.23 51.94 51.99',
    )
    expect(points[19]!.upper!).toBeCloseTo(52.5884, 3)
    expect(points[19]!.lower!).toBeCloseTo(47.4115, 3)
    expect(points.some(({ signal }) => signal)).toBe(false)
  })

  test('6.3.2.3 CUSUM: target 325, k = 0.3175, h = 4.1959; out of control from group 14 on', () => {
    const x = [
      324.925, 324.675, 324.725, 324.35, 325.35, 325.225, 324.125, 324.525, 325.225, 324.6, 324.625, 325.15,
      328.325, 327.25, 327.825, 328.5, 326.675, 327.775, 326.875, 328.35,
    ]
    const options = { target: 325, sigma: 1, k: 0.3175, h: 4.1959 }
    const sums = cusumSums(series(x), options)
    expectPrinted(
      sums.map(({ high }) => high),
      '0.00 0.00 0.00 0.00 0.03 0.00 0.00 0.00 0.00 0.00 0.00 0.00 3.01 4.94 7.45 10.63 11.99 14.44 16.00 19.04',
    )
    expectPrinted(
      sums.slice(0, 8).map(({ low }) => low),
      '0.00 0.01 0.00 0.33 0.00 0.00 0.56 0.72',
    )
    const [first] = cusumChart(series(x), options).points.filter(({ signal }) => signal)
    expect(first?.label).toBe('14')
  })
})

test('sigma is of a value of exposure 1: four times the exposure halves it', () => {
  const options = { target: 2, sigma: 1, lambda: 1, limit: 3 }
  const [one, four] = ewmaChart(
    [
      { label: 'a', count: 2, exposure: 1 },
      { label: 'b', count: 8, exposure: 4 },
    ],
    options,
  ).points
  expect([one!.upper, four!.upper]).toEqual([5, 3.5])
})

test('without a target and a sigma both are those of the values themselves', () => {
  const x = series([4, 6, 5, 5, 9, 10, 11, 12])
  const mean = 7.75
  const s = Math.sqrt(x.reduce((sum, { count }) => sum + (count - mean) ** 2, 0) / 7)
  for (const [own, given] of [
    [ewmaChart(x), ewmaChart(x, { target: mean, sigma: s })],
    [cusumChart(x), cusumChart(x, { target: mean, sigma: s })],
  ] as const)
    own.points.forEach(({ value, upper }, i) => {
      expect(value).toBeCloseTo(given.points[i]!.value, 12)
      expect(upper).toBeCloseTo(given.points[i]!.upper!, 12)
    })
})
