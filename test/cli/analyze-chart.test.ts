import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AnalyzeError } from '../../cli/analyze/analyze-error.ts'
import { analyzeChart } from '../../cli/analyze/chart.ts'
import { analyzeChartFile } from '../../cli/commands/analyze-chart.ts'
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

test('the command prints a table, or the JSON', async () => {
  const file = join(makeDirectory(), 'chart.csv')
  writeFileSync(file, csv('1.3,33,37.699', '1.4,47,54.195', '1.5,35,87.047'))
  const lines: string[] = []
  const terminal = { ...processTerminal(process), out: (line: string) => void lines.push(line) }
  await analyzeChartFile(file, { kind: 'laney' }, terminal)
  expect(lines[0]).toMatch(/^centre\t0\.643\tsigmaZ\t/)
  expect(lines).toHaveLength(5)
  lines.length = 0
  await analyzeChartFile(file, { kind: 'u', json: true }, terminal)
  expect(JSON.parse(lines.join('\n'))).toEqual(
    analyzeChart(csv('1.3,33,37.699', '1.4,47,54.195', '1.5,35,87.047'), { kind: 'u' }),
  )
})
