import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chartKinds, controlCharts } from '../../../analytics/charts/charts.ts'
import { cusumSums } from '../../../analytics/charts/cusum-chart.ts'
import { ewmaChart } from '../../../analytics/charts/ewma-chart.ts'
import { laneySigma, uChart } from '../../../analytics/charts/u-chart.ts'
import { describeReference, readJson, readReference } from '../evm/reference-data.ts'
import { read } from '../../examples/portfolio-fixture.ts'

const counts = (values: readonly number[]) =>
  values.map((count, index) => ({ label: String(index + 1), count, exposure: 1 }))

describeReference('u chart of the ant releases, against indicators_expected.json', () => {
  const { uchart_releases_ant: expected } = readJson('../modules/indicators_expected.json') as {
    uchart_releases_ant: Record<string, number[]> & { u_bar: number; sigma_z_moving_range: number }
  }
  const releases = () => {
    const rows = parse(readReference('../modules/promise_ant.csv'), { columns: true, comment: '#' })
    const sums = new Map<string, { count: number; exposure: number }>()
    for (const { version, loc, bug } of rows as unknown as Record<'version' | 'loc' | 'bug', string>[]) {
      const sum = sums.get(version) ?? { count: 0, exposure: 0 }
      sums.set(version, { count: sum.count + Number(bug), exposure: sum.exposure + Number(loc) / 1000 })
    }
    return [...sums].map(([label, sum]) => ({ label, ...sum }))
  }

  test('centre, values and limits', () => {
    const { centre, points } = controlCharts.u(releases())
    expect(centre).toBeCloseTo(expected.u_bar, 12)
    expect(points.map(({ label }) => label)).toEqual(expected['subgroups'])
    points.forEach(({ value, lower, upper }, i) => {
      expect(value).toBeCloseTo(expected['u']![i]!, 12)
      expect(lower).toBeCloseTo(expected['lcl']![i]!, 12)
      expect(upper).toBeCloseTo(expected['ucl']![i]!, 12)
    })
    expect(points.map(({ signal }) => signal)).toEqual([false, false, true, true, true])
  })

  test('σz by moving range 3.70: by Laney’s limits no release stands out', () => {
    const { sigmaZ, points } = controlCharts.laney(releases())
    expect(sigmaZ).toBeCloseTo(expected.sigma_z_moving_range, 12)
    points.forEach(({ lower, upper }, i) => {
      expect(lower).toBeCloseTo(expected['laney_lcl']![i]!, 12)
      expect(upper).toBeCloseTo(expected['laney_ucl']![i]!, 12)
    })
    expect(points.some(({ signal }) => signal)).toBe(false)
  })
})

test('c chart of a day’s faults of Musa’s system 1: variance / mean 2.92, bugs come in clusters', () => {
  const rows = parse(read('srgm/musa_sys1_daily.csv'), { columns: true, comment: '#' })
  const days = (rows as unknown as Record<string, string>[]).map((row) => Number(row['count']))
  const chart = controlCharts.c(counts(days))
  const mean = days.reduce((sum, x) => sum + x, 0) / days.length
  expect(chart.centre).toBeCloseTo(mean, 12)
  expect(chart.points[0]?.upper).toBeCloseTo(mean + 3 * Math.sqrt(mean), 12)
  const variance = days.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (days.length - 1)
  expect(variance / mean).toBeCloseTo(2.92, 2)
  expect(chart.points.some(({ signal }) => signal)).toBe(true)
})

test('EWMA: the formula term by term for equal exposures', () => {
  const x = [4, 6, 5, 5, 9, 10, 11, 12]
  const { centre, points } = ewmaChart(counts(x))
  const mean = x.reduce((a, b) => a + b) / x.length
  const s = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (x.length - 1))
  let average = mean
  x.forEach((value, index) => {
    average = 0.2 * value + 0.8 * average
    const half = 3 * s * Math.sqrt((0.2 / 1.8) * (1 - 0.8 ** (2 * (index + 1))))
    expect(points[index]?.value).toBeCloseTo(average, 12)
    expect(points[index]?.lower).toBeCloseTo(mean - half, 12)
    expect(points[index]?.upper).toBeCloseTo(mean + half, 12)
  })
  expect(centre).toBe(mean)
})

test('CUSUM finds a lasting shift that no single point shows', () => {
  const before = [5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5, 5]
  const after = before.map((x) => x + 3)
  const series = counts([...before, ...after])
  expect(controlCharts.c(series).points.some(({ signal }) => signal)).toBe(false)
  const { centre, points } = controlCharts.cusum(series)
  expect(centre).toBe(0)
  expect(points.some(({ signal, value }) => signal && value < -5)).toBe(true) // below the common mean at first
  expect(points.every(({ lower, upper }) => lower === -5 && upper === 5)).toBe(true)
  const sums = cusumSums(series)
  expect(sums.at(-1)!.high).toBeGreaterThan(5)
})

test('Poisson counts have σz near 1', () => {
  expect(laneySigma(counts([9, 12, 8, 11, 10, 13, 9, 7, 10, 11]))).toBeGreaterThan(0.4)
  expect(laneySigma(counts([9, 12, 8, 11, 10, 13, 9, 7, 10, 11]))).toBeLessThan(1.2)
})

describe.each(chartKinds)('%s', (kind) => {
  test('one point, nothing counted, nothing that varies: no signal and no NaN', () => {
    for (const series of [counts([7]), counts([0, 0, 0]), counts([3, 3, 3, 3])]) {
      const chart = controlCharts[kind](series)
      expect(JSON.stringify(chart)).not.toMatch(/NaN|Infinity/)
      expect(chart.points.some(({ signal }) => signal)).toBe(false)
      expect(chart.points).toHaveLength(series.length)
    }
    expect(() => controlCharts[kind]([])).toThrow(RangeError)
  })

  test('10,000 points', () => {
    const series = counts(Array.from({ length: 10_000 }, (_, i) => (i * 7919) % 11))
    expect(controlCharts[kind](series).points).toHaveLength(10_000)
  })
})

test('rates do not change with the unit of exposure, nor the signals', () => {
  const subgroup = fc.record({
    count: fc.nat(50),
    exposure: fc.double({ min: 0.1, max: 100, noNaN: true }),
    label: fc.constant('x'),
  })
  const series = fc.array(subgroup, { minLength: 2, maxLength: 30 })
  fc.assert(
    fc.property(series, (groups) => {
      const perLine = groups.map((group) => ({ ...group, exposure: group.exposure * 1000 }))
      for (const kind of ['u', 'laney', 'ewma', 'cusum'] as const) {
        const [inKsloc, inLines] = [controlCharts[kind](groups), controlCharts[kind](perLine)]
        expect(inLines.points.map(({ signal }) => signal)).toEqual(inKsloc.points.map(({ signal }) => signal))
        for (const { lower, upper } of inKsloc.points) expect(lower!).toBeLessThanOrEqual(upper!)
      }
      expect(uChart(perLine).centre * 1000).toBeCloseTo(uChart(groups).centre, 9)
    }),
  )
})
