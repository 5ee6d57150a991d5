import { expect, test } from 'vitest'
import { seedOf, mulberry32 } from '../../examples/portfolio/random.ts'
import { groupedSeries } from '../../examples/portfolio/series.ts'
import { NOW, portfolioAt, read, stateOf } from './portfolio-fixture.ts'

const portfolio = portfolioAt(NOW)

const faults = {
  'printer-ds1': 66,
  'printer-ds2': 58,
  'printer-ds3': 52,
  'tomcat-catalina': 272,
  'tomcat-connector': 89,
  'tomcat-jasper': 74,
  'tomcat-servlets': 57,
  'tomcat-tester': 1,
  'tomcat-webapps': 65,
  'musa-sys1': 136,
  'musa-ss2': 192,
  'musa-sys6': 73,
  'meter-gateway': 133,
  'certificate-issuing': 54,
}

test.each(Object.entries(faults))('%s has one defect for each of its %i real faults', (project, total) => {
  expect(stateOf(portfolio, project, NOW).of('defect.reported')).toHaveLength(total)
})

test('every project of the portfolio is checked against its source', () => {
  expect(Object.keys(faults).toSorted()).toEqual(portfolio.expected.map((e) => e.project).toSorted())
})

test.each([
  ['printer-ds1', 1, 828],
  ['printer-ds2', 2, 2360],
  ['printer-ds3', 3, 1916],
])('%s: faults and executed cases of every day are those of data set %i', (project, set, total) => {
  const series = groupedSeries(read, `srgm/printer_ds${set}.csv`)
  const state = stateOf(portfolio, project, NOW)
  const reports = state.of('tests.reported').toSorted((a, b) => a.asOf.localeCompare(b.asOf))
  expect(reports.map(({ executed }) => executed)).toEqual(series.executed)
  expect(reports.at(-1)).toMatchObject({ asOf: '2026-11-19', executed: total })
  const found = reports.map(
    ({ asOf }) => state.of('defect.reported').filter((d) => d.detectedAt.startsWith(asOf)).length,
  )
  expect(found).toEqual(series.periods.map(({ count }) => count))
})

test('months keep their real, unequal lengths: the first bug of catalina lies in month 8 of 108', () => {
  const series = groupedSeries(read, 'srgm/tomcat5_catalina.csv')
  const month = series.periods[7]!
  expect([month.first, month.last, series.days]).toEqual([215, 245, series.periods.at(-1)!.last])
  const state = stateOf(portfolio, 'tomcat-catalina', NOW)
  const first = state.of('defect.reported').find(({ defect }) => defect === 'TC-CATALINA-001')!
  const offset =
    series.days - (Date.parse('2026-11-19') - Date.parse(first.detectedAt.slice(0, 10))) / 86_400_000
  expect(offset).toBeGreaterThanOrEqual(month.first)
  expect(offset).toBeLessThanOrEqual(month.last)
})

test('sizes of the Tomcat modules are the measured lines of code', () => {
  const size = stateOf(portfolio, 'tomcat-connector', NOW).of('size.measured')
  expect(new Set(size.map(({ ksloc }) => ksloc?.total))).toEqual(new Set([168.482]))
})

test('hours of test execution are the real ones of C-SFRAT DS1', () => {
  const reports = stateOf(portfolio, 'certificate-issuing', NOW).of('tests.reported')
  const hours = reports.map(({ testHours }) => testHours ?? 0)
  expect(Math.max(...hours)).toBeCloseTo(32.8, 9) // the sum of column E
})

test('the series that fell silent ends 40 days before today', () => {
  const last = portfolio.events.filter((event) => event.subject === 'musa-sys1').at(-1)!
  expect(last.time.slice(0, 10)).toBe('2026-10-10')
})

test('mulberry32 gives the published numbers of its seed', () => {
  const random = mulberry32(1)
  expect([random(), random(), random()].map((value) => Math.floor(value * 2 ** 32))).toEqual([
    2693262067, 11749833, 2265367787,
  ])
  expect(seedOf('')).toBe(0x811c9dc5)
  expect(seedOf('a')).toBe(0xe40c292c) // FNV-1a test vector
})
