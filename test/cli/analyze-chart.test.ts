import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AnalyzeError } from '../../cli/analyze/analyze-error.ts'
import { analyzeChart } from '../../cli/analyze/chart.ts'
import { analyzeChartFile } from '../../cli/commands/analyze-chart.ts'
import { translator } from '../../api/render/translate.ts'
import type { ControlChart } from '../../analytics/charts/control-chart.ts'
import { createProgram } from '../../cli/program.ts'
import { processTerminal } from '../../cli/terminal.ts'
import { makeDirectory } from '../helpers/store.ts'

const csv = (...rows: string[]) => ['label,count,exposure', ...rows, ''].join('\n')
const plain = (...rows: string[]) => ['label,count', ...rows, ''].join('\n')

test('the output has exactly the agreed fields', () => {
  const rows = csv('1.3,33,37.699', '1.4,47,54.195', '1.5,35,87.047')
  const point = ['label', 'value', 'lower', 'upper', 'signal']
  expect(Object.keys(analyzeChart(rows, { kind: 'u' }))).toEqual(['centre', 'points'])
  expect(Object.keys(analyzeChart(rows, { kind: 'laney' }))).toEqual(['centre', 'sigmaZ', 'points'])
  for (const kind of ['u', 'laney', 'c', 'ewma', 'cusum']) {
    const { points } = analyzeChart(rows, { kind })
    expect(points.map((p) => Object.keys(p))).toEqual([point, point, point])
    expect(points.map(({ label }) => label)).toEqual(['1.3', '1.4', '1.5'])
  }
})

test('c, ewma and cusum do without exposure', () => {
  for (const kind of ['c', 'ewma', 'cusum']) {
    expect(analyzeChart(plain('a,3', 'b,5', 'c,4'), { kind }).points).toHaveLength(3)
    expect(analyzeChart(csv('a,3,', 'b,5,', 'c,4,'), { kind })).toEqual(
      analyzeChart(plain('a,3', 'b,5', 'c,4'), { kind }),
    )
  }
  expect(analyzeChart(plain('a,3', 'b,5', 'c,4'), { kind: 'c' }).centre).toBe(4)
})

describe('a bad file is refused by line and column', () => {
  test.each([
    ['u', csv('a,1,0'), 'line 2, column exposure: must be above 0: nothing was looked at'],
    ['u', csv('a,1,-2'), 'line 2, column exposure: must not be negative, got -2'],
    ['u', csv('a,1,'), 'line 2, column exposure: is empty'],
    ['c', plain('a,1.5'), 'line 2, column count: must be a whole number, got 1.5'],
    ['c', plain('a,-1'), 'line 2, column count: must not be negative, got -1'],
    ['c', plain('a,many'), 'line 2, column count: must be a number, got "many"'],
    ['c', plain('a,'), 'line 2, column count: is empty'],
    ['c', plain(',1'), 'line 2, column label: is empty'],
    ['c', plain('a,1e10'), 'line 2, column count: must be at most 1000000000, got 1e10'],
    ['laney', plain('a,1'), 'line 1, column exposure: is missing; the header is label,count'],
    ['c', plain(), 'no rows: there is only a header'],
    ['p', plain('a,1'), 'kind must be one of u, laney, c, ewma, cusum, got p'],
  ])('%s %j', (kind, text, message) =>
    expect(() => analyzeChart(text, { kind })).toThrow(new AnalyzeError(message)),
  )
})

describe('options of the charts with a memory', () => {
  const days = plain('1,3', '2,5', '3,4', '4,9', '5,8', '6,9')
  test('target, sigma and the widths are taken from the caller', () => {
    const ewma = analyzeChart(days, { kind: 'ewma', lambda: '1', limit: '2', target: '4', sigma: '1.5' })
    expect(ewma.centre).toBe(4)
    expect(ewma.points.map(({ value, lower, upper, signal }) => [value, lower, upper, signal])).toEqual(
      [3, 5, 4, 9, 8, 9].map((value) => [value, 1, 7, value > 7]),
    )
    const cusum = analyzeChart(days, { kind: 'cusum', target: '4', sigma: '2', k: '0', h: '3' })
    expect(cusum.points.map(({ value }) => value)).toEqual([-0.5, 0.5, 0.5, 3, 5, 7.5])
    expect(cusum.points.map(({ signal }) => signal)).toEqual([false, false, false, false, true, true])
  })

  test.each([
    ['u', { lambda: '0.3' }, '--lambda is not an option of the u chart'],
    ['cusum', { limit: '3' }, '--limit is not an option of the cusum chart'],
    ['ewma', { lambda: '1.2' }, '--lambda must be above 0 and at most 1, got 1.2'],
    ['ewma', { lambda: '0' }, '--lambda must be above 0 and at most 1, got 0'],
    ['ewma', { sigma: '-1' }, '--sigma must be above 0 and at most 1000000000, got -1'],
    ['cusum', { k: '-0.1' }, '--k must be at least 0 and at most 100, got -0.1'],
    ['cusum', { h: 'wide' }, '--h must be a number, got "wide"'],
    ['cusum', { h: '' }, '--h must be a number, got ""'],
  ])('%s %j is refused', (kind, options, message) => {
    const rows = csv('a,3,1', 'b,5,1')
    expect(() => analyzeChart(rows, { kind, ...options })).toThrow(new AnalyzeError(message))
  })
})

test('the program hands its options to the chart', async () => {
  const file = join(makeDirectory(), 'days.csv')
  writeFileSync(file, plain('1,3', '2,5', '3,4'))
  const lines: string[] = []
  const terminal = { ...processTerminal(process), out: (line: string) => void lines.push(line) }
  const asked = ['analyze', 'chart', file, '--json', '--kind', 'ewma', '--lambda', '0.5', '--limit', '2']
  await createProgram(terminal).parseAsync([...asked, '--target', '4', '--sigma', '1'], { from: 'user' })
  const { centre, points } = JSON.parse(lines.join('\n')) as ControlChart
  expect([centre, points.map(({ value }) => value)]).toEqual([4, [3.5, 4.25, 4.125]])
  expect(points[0]?.upper).toBe(5)
})

test('the command prints a table, or the JSON', async () => {
  const file = join(makeDirectory(), 'chart.csv')
  writeFileSync(file, csv('1.3,33,37.699', '1.4,47,54.195', '1.5,35,87.047'))
  const lines: string[] = []
  const terminal = {
    ...processTerminal(process),
    translate: translator('en'),
    out: (line: string) => void lines.push(line),
  }
  await analyzeChartFile(file, { kind: 'laney' }, terminal)
  expect(lines[0]).toBe('centre line 0.6427')
  expect(lines[1]).toMatch(/^σz \d/)
  expect(lines[2]).toMatch(/│ label +│ value +│ lower limit +│ upper limit +│ signal/)
  expect(lines[2]?.split('\n').filter((line) => /^│ 1\.\d/.test(line))).toHaveLength(3)
  lines.length = 0
  await analyzeChartFile(file, { kind: 'u', json: true }, terminal)
  expect(JSON.parse(lines.join('\n'))).toEqual(
    analyzeChart(csv('1.3,33,37.699', '1.4,47,54.195', '1.5,35,87.047'), { kind: 'u' }),
  )
})
