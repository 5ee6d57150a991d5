import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { pbState, slopeRatio } from '../../analytics/charts/pb-state.ts'
import type { PbPoint } from '../../analytics/charts/pb-curve.ts'
import { daysBetween } from '../../analytics/facts/effective-date.ts'
import type { ChartPoint, ControlChart } from '../../analytics/charts/control-chart.ts'
import { analyzeChart } from '../../cli/analyze/chart.ts'
import { indicatorIds } from '../../schemas/indicators.ts'
import { pbState as pbStates } from '../../schemas/answers-quality.ts'
import { amountRows } from '../analytics/indicators/amounts.ts'
import { read } from '../examples/portfolio-fixture.ts'
import { describeReference, readJson } from '../analytics/evm/reference-data.ts'

const guide = readFileSync(new URL('../../docs/guide/indicators.md', import.meta.url), 'utf8')

/** The part of the guide under a heading of any depth. */
function section(heading: string): string {
  const [, rest = ''] = guide.split(new RegExp(`\\n#{2,3} ${heading}\\n`))
  return rest.split(/\n#{2,3} /)[0]!
}
const blocks = (text: string, language: string) =>
  [...text.matchAll(new RegExp('^```' + language + '\\n([\\s\\S]*?)^```', 'gm'))].map(([, block]) => block!)

/** The rows of a Markdown table below its head, cell by cell. */
const cells = (text: string) =>
  [...text.matchAll(/^\|(.*)\|$/gm)].map(([, row]) => row!.split('|').map((cell) => cell.trim())).slice(2)

const ant = section('Ant, release by release')

/** A limit as the guide writes it. */
const limits = ({ lower, upper }: ChartPoint) => `${lower!.toFixed(3)} to ${upper!.toFixed(3)}`
const place = ({ signal }: ChartPoint) => (signal ? 'out' : 'in')

test('the charts of ant are what analyze chart makes of the file', () => {
  const [file] = blocks(ant, 'csv')
  const [u, laney] = ['u', 'laney'].map((kind) => analyzeChart(file!, { kind })) as [
    ControlChart,
    ControlChart,
  ]
  const rows = u.points.map((point, i) => {
    const other = laney.points[i]!
    return [point.label, point.value.toFixed(3), limits(point), place(point), limits(other), place(other)]
  })
  expect(cells(ant)).toEqual(rows)
  expect(ant).toContain(`σz is ${laney.sigmaZ!.toFixed(3)}`)
  expect(ant).toContain(`centre line is ${u.centre.toFixed(3)}`)
})

describeReference('the charts of ant, against indicators_expected.json', () => {
  test('every number that the guide shows', () => {
    const { uchart_releases_ant: of } = readJson('../modules/indicators_expected.json') as {
      uchart_releases_ant: Record<string, number[]>
    }
    const shown = (name: string) => of[name]!.map((value) => value.toFixed(3))
    const both = (lower: string, upper: string) =>
      shown(lower).map((low, i) => `${low} to ${shown(upper)[i]!}`)
    const column = (i: number) => cells(ant).map((row) => row[i])
    expect(column(0)).toEqual(of['subgroups'])
    expect(column(1)).toEqual(shown('u'))
    expect(column(2)).toEqual(both('lcl', 'ucl'))
    expect(column(4)).toEqual(both('laney_lcl', 'laney_ucl'))
  })
})

/** Faults by cumulative executed cases, day by day. */
function printer(set: number): PbPoint[] {
  const rows = parse(read(`srgm/printer_ds${set}.csv`), { columns: true, comment: '#' })
  let found = 0
  return (rows as unknown as Record<string, string>[]).map((row, day, all) => {
    found += Number(row['count'])
    const executed = Number(row['ctc'])
    const date = new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
    return { date, planned: Number(all.at(-1)!['ctc']), executed, found, closed: found, open: 0 }
  })
}

/** Faults found by the last day on which at most this share of the cases was executed. */
const foundBy = (points: readonly PbPoint[], share: number) =>
  points.findLast(({ executed, planned }) => executed <= share * planned)?.found ?? 0

test('the PB curves of the printers are those of the data', () => {
  const severe = { daysSinceCritical: null, oldestOpenDays: null }
  const rows = [1, 2, 3].map((set) => {
    const points = printer(set)
    const shares = [0.2, 0.4, 0.6, 0.8, 1].map((share) => String(foundBy(points, share)))
    const slope = slopeRatio(points)!.toFixed(2)
    const cases = String(points.at(-1)!.executed)
    return [String(set), cases, ...shares, slope, `\`${pbState(points, 1, severe, daysBetween)}\``]
  })
  expect(cells(section('Three printers'))).toEqual(rows)
})

test('every indicator’s answer to no data, one datum and 10,000 is as the guide shows', () => {
  expect(cells(section('No data, one datum, ten thousand'))).toEqual(amountRows())
})

test('the guide defines every indicator, and every state of a PB curve', () => {
  const definitions = section('Definitions')
  const severities = /^(defects\.(?:oldest-)?open-)(?:major|minor|trivial)$/
  const missing = indicatorIds.filter(
    (id) =>
      id !== 'evidence.passed' &&
      !id.startsWith('evm.') &&
      !severities.test(id) &&
      !definitions.includes(`\`${id}\``),
  )
  expect(missing).toEqual([])
  const charts = section('Charts')
  expect(pbStates.options.filter((state) => !charts.includes(`\`${state}\``))).toEqual([])
})
