import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { analyzeReliability } from '../../cli/analyze/reliability.ts'
import { analyzeReliabilityFile } from '../../cli/commands/analyze-reliability.ts'
import type { Terminal } from '../../cli/terminal.ts'

const counts = [30, 24, 17, 14, 10, 8, 6, 4, 4, 2, 2, 1, 1, 1, 0, 1, 0, 0, 0, 0]
const grouped = (rows: readonly string[], columns = 'period,width,t_end,count') =>
  [columns, ...rows].join('\n')
const weekly = grouped(counts.map((count, index) => `${index + 1},1,${index + 1},${count}`))
const timed = (times: readonly string[], head = '') =>
  [`${head}n,interval,time`, ...times.map((time, index) => `${index + 1},1,${time}`)].join('\n')

test('the output has the shape and the names of the field', () => {
  const { data, trend, models, selected, notAssessable } = analyzeReliability(weekly)
  expect(data).toEqual({ kind: 'grouped', events: 125, observedUntil: 20, axis: 'days' })
  expect(trend.laplace).toBeLessThan(-1.645)
  expect(models).toHaveLength(11)
  expect(
    Object.fromEntries(models.map(({ model, parameters }) => [model, Object.keys(parameters ?? {})])),
  ).toMatchObject({
    'goel-okumoto': ['omega', 'b'],
    'delayed-s-shaped': ['omega', 'b'],
    weibull: ['omega', 'scale', 'shape'],
    gamma: ['omega', 'shape', 'rate'],
    'log-logistic': ['omega', 'loclog', 'scalelog'],
    'musa-okumoto': ['omega', 'b'],
    'power-law': ['omega', 'beta'],
  })
  const [first] = models
  expect(first?.omegaInterval95?.[0]).toBeLessThan(first?.parameters?.['omega'] ?? 0)
  expect(first?.aic).toBeCloseTo(4 - 2 * (first?.logLikelihood ?? 0), 10)
  expect(selected?.envelope.residual[0]).toBeLessThanOrEqual(selected?.residual.value ?? 0)
  expect(notAssessable).toEqual([])
  const infinite = models.at(-1)
  expect([infinite?.residual, infinite?.convergenceRatio]).toEqual([null, null])
})

test('the end of observation: the option, else T_end of the header, else the last failure', () => {
  const times = ['9', '21', '32']
  const until = (head: string, options = {}) =>
    analyzeReliability(timed(times, head), options).data.observedUntil
  expect(until('')).toBe(32)
  expect(until('# T_end (end of observation): 40\n')).toBe(40)
  expect(until('# T_end: 25 (first 2), 84.5 (all 3)\n')).toBe(84.5)
  expect(until('# T_end: 40\n', { observedUntil: 100 })).toBe(100)
  const longer = analyzeReliability(weekly, { observedUntil: 30 })
  expect(longer.data).toMatchObject({ events: 125, observedUntil: 30 })
})

test('executed test cases as the axis: from tc or from ctc, failures of an idle day belong to the next', () => {
  const rows = ['1,1,1,3,10,10', '2,1,2,1,0,10', '3,1,3,2,20,30']
  const columns = 'period,width,t_end,count,tc,ctc'
  const expected = { kind: 'grouped', events: 6, observedUntil: 30, axis: 'cases' }
  expect(analyzeReliability(grouped(rows, columns), { axis: 'cases' }).data).toEqual(expected)
  const cumulative = rows.map((row) => row.split(',').toSpliced(4, 1).join(','))
  const fromCumulative = grouped(cumulative, 'period,width,t_end,count,ctc')
  expect(analyzeReliability(fromCumulative, { axis: 'cases' }).data).toEqual(expected)
  expect(() => analyzeReliability(weekly, { axis: 'cases' })).toThrow('--axis cases needs a column tc')
})

test.each([
  ['a negative count', grouped(['1,1,1,-2']), 'line 2, column count: must not be negative, got -2'],
  ['half a failure', grouped(['1,1,1,1.5']), 'line 2, column count: must be a whole number, got 1.5'],
  ['no number', grouped(['1,1,1,many']), 'line 2, column count: must be a number, got "many"'],
  ['an interval that goes back', grouped(['1,2,2,1', '2,1,1,1']), 'line 3, column t_end: must not go back'],
  ['a width that is not the width', grouped(['1,1,1,1', '2,3,2,1']), 'line 3, column width: must be t_end'],
  ['a time that goes back', timed(['5', '4']), 'line 3, column time: must not go back, got 4 after 5'],
  ['a time of zero', timed(['0']), 'line 2, column time: must be above 0'],
  ['an end before the last failure', timed(['5'], '# T_end: 4\n'), 'T_end 4 is before the last failure'],
  ['no failures and no end', timed([]), 'no failures and no end of observation'],
  ['no intervals', grouped([]), 'no interval: there is nothing to analyse'],
  ['other columns', 'a,b\n1,2', 'needs a column time (times of failure) or the columns t_end and count'],
])('%s is refused', (_, text, message) => {
  expect(() => analyzeReliability(text)).toThrow(message)
})

test.each([
  ['one failure', timed(['5'], '# T_end: 10\n'), ['TOO_FEW_EVENTS', 'NO_FINITE_ESTIMATE']],
  ['no failures', timed([], '# T_end: 10\n'), ['NO_EVENTS']],
  ['none in any interval', grouped(['1,1,1,0', '2,1,2,0']), ['NO_EVENTS']],
  ['all in the first interval', grouped(['1,1,1,30', '2,1,2,0']), ['ALL_IN_FIRST_INTERVAL']],
])('%s: an answer that says so, without a number', (_, text, reasons) => {
  const analysis = analyzeReliability(text)
  expect(analysis.notAssessable).toEqual(expect.arrayContaining(reasons))
  expect(analysis.selected).toBeNull()
  expect(analysis.models.some(({ residual }) => residual !== null)).toBe(false)
  expect(JSON.stringify(analysis)).not.toMatch(/NaN|Infinity/)
})

test('the command prints JSON or a table, and refuses options that are none', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'kanmon-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'weekly.csv')
  writeFileSync(file, weekly)
  const lines: string[] = []
  const terminal = { out: (line: string) => lines.push(line) } as unknown as Terminal
  await analyzeReliabilityFile(file, { json: true, observedUntil: '20' }, terminal)
  expect(JSON.parse(lines.join('\n'))).toMatchObject({ data: { events: 125 }, notAssessable: [] })
  await analyzeReliabilityFile(file, {}, terminal)
  expect(lines.join('\n')).toMatch(/goel-okumoto\tfitted\t/)
  await expect(analyzeReliabilityFile(file, { observedUntil: 'x' }, terminal)).rejects.toThrow(
    '--observed-until',
  )
  await expect(analyzeReliabilityFile(file, { observedUntil: '3' }, terminal)).rejects.toThrow(
    'before the last',
  )
  await expect(analyzeReliabilityFile(file, { axis: 'hours' }, terminal)).rejects.toThrow(
    '--axis must be days',
  )
})
