import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { analyzeReliability } from '../../cli/analyze/reliability.ts'
import { reliabilityText } from '../../cli/reliability-text.ts'
import { seededRandom } from '../../analytics/reliability/random.ts'
import { translator } from '../../api/render/translate.ts'
import { runCommand } from '../helpers/terminal.ts'

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

/** A file with this text, gone after the test. */
function fileOf(text: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'kanmon-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const file = join(directory, 'failures.csv')
  writeFileSync(file, text)
  return file
}
const run = (text: string, ...words: string[]) => runCommand('analyze', 'reliability', fileOf(text), ...words)

test('the command prints JSON, or a table for people in their language', async () => {
  const { out, exitCode } = await run(weekly, '--json', '--observed-until', '20')
  expect(JSON.parse(out)).toMatchObject({ data: { events: 125 }, notAssessable: [] })
  expect(exitCode).toBe(0)
  const table = (await run(weekly, '--mission', '2', '--target', '0.9')).out
  expect(table).toContain('125 failures, observed until 20 (days)')
  expect(table).toMatch(/│ goel-okumoto +│ fitted +│/)
  expect(table).toMatch(/Reliability for a mission of 2: 0\.\d+; 95 % interval 0\.\d+ to 0\.\d+\./)
  expect(table).toContain('Assessable: it may be judged by this.')
  const japanese = reliabilityText(analyzeReliability(grouped(['1,1,1,30', '2,1,2,0'])), {
    translate: translator('ja'),
    width: 120,
  }).join('\n')
  expect(japanese).toContain('評価不能（ALL_IN_FIRST_INTERVAL）: ')
  expect(japanese).toMatch(/│ goel-okumoto +│ 有限な推定値なし/)
})

test('targets and bootstrap as asked for; the same seed gives the same intervals', async () => {
  const words = ['--json', '--residual', '0.2', '--bootstrap', '50', '--seed', '7']
  const { out } = await run(weekly, ...words)
  const { selected } = JSON.parse(out) as ReturnType<typeof analyzeReliability>
  expect(selected?.outlook.timeToResidual?.target).toBe(0.2)
  expect(selected?.outlook.timeToResidual?.lower).toBeLessThanOrEqual(
    selected!.outlook.timeToResidual!.value!,
  )
  expect(selected?.bootstrap).toMatchObject({ replicates: 50, seed: 7 })
  expect((await run(weekly, ...words)).out).toBe(out)
  expect((await run(weekly, ...words.slice(0, -1), '8')).out).not.toBe(out)
  expect((await run(weekly, '--bootstrap', '30')).out).toContain('Bootstrap (30 replicates, seed 1)')
})

test.each([
  [['--observed-until', 'x'], '--observed-until must be a number above 0'],
  [['--observed-until', 'Infinity'], '--observed-until must be a number above 0 and below 1000000000000'],
  [['--observed-until', 'NaN'], '--observed-until must be a number above 0'],
  [['--observed-until', '3'], '--observed-until 3 is before the last failure or interval at 20'],
  [['--axis', 'hours'], '--axis must be days or cases, got "hours"'],
  [['--mission', '0'], '--mission must be a number above 0'],
  [['--target', '1'], '--target must be a number above 0 and below 1, got "1"'],
  [['--residual', '-1'], '--residual must be a number above 0'],
  [['--bootstrap', '1001'], '--bootstrap must be a whole number from 20 to 1000, got "1001"'],
  [['--bootstrap', '20', '--seed', '-1'], '--seed must be a whole number from 0'],
  [['--seed', '1'], '--seed belongs to --bootstrap'],
])('the options %j are refused', async (words, message) => {
  await expect(run(weekly, ...words)).rejects.toThrow(message)
})

test.each([
  ['an empty file', '', 'needs a column time (times of failure) or the columns t_end and count (intervals)'],
  ['only a comment', '# T_end: 3\n', 'needs a column time'],
  ['NaN', timed(['NaN']), 'line 2, column time: must be a number, got "NaN"'],
  ['Infinity', timed(['1', 'Infinity']), 'line 3, column time: must be a number, got "Infinity"'],
  ['1e308', timed(['1', '1e308']), 'line 3, column time: must be at most 1000000000000, got 1e308'],
  ['1e400', timed(['1e400']), 'line 2, column time: must be at most 1000000000000, got 1e400'],
  ['too large a count', grouped(['1,1,1,1e300']), 'line 2, column count: must be at most 1000000000000'],
  ['an end that is no number', timed(['1'], '# T_end: 1e400\n'), 'T_end must be at most 1000000000000'],
  [
    'an interval of no width',
    grouped(['1,1,1,2', '2,0,1,3']),
    'line 3, column t_end: must not go back, got 1 after 1',
  ],
  ['a row too short', grouped(['1,1']), 'Invalid Record Length'],
  [
    'a column twice',
    grouped(['1,1,1,2,2'], 'period,width,t_end,count,count'),
    'column count: is there more than once',
  ],
  ['no value', timed(['']), 'line 2, column time: is empty'],
])('%s is refused by the command, never answered with a number', async (_, text, message) => {
  await expect(run(text, '--json')).rejects.toThrow(message)
})

test('a byte order mark, CRLF and spaces change nothing', async () => {
  const plain = (await run(weekly, '--json')).out
  const windows = `\uFEFF# exported\n${weekly}`.replaceAll('\n', '\r\n').replaceAll(',', ' , ')
  expect((await run(windows, '--json')).out).toBe(plain)
})

test('ties, an empty beginning and true widths are what they are', () => {
  const tied = analyzeReliability(timed(['1', '1', '1', '2', '2', '5'], '# T_end: 30\n'))
  expect(tied.data.events).toBe(6)
  expect(tied.models[0]?.status).toBe('fitted')
  const rows = ['1,31,31,0', '2,28,59,5', '3,31,90,2', '4,30,120,1', '5,31,151,0']
  const months = analyzeReliability(grouped(rows))
  expect(months.data).toEqual({ kind: 'grouped', events: 8, observedUntil: 151, axis: 'days' })
  const even = analyzeReliability(
    grouped(rows.map((row, index) => row.replace(/,\d+,\d+,/, `,1,${index + 1},`))),
  )
  expect(even.models[1]?.logLikelihood).not.toBeCloseTo(months.models[1]?.logLikelihood ?? 0, 3)
})

test('100,000 failures are answered, by times and by counts, without NaN', async () => {
  const random = seededRandom(11)
  const times = Array.from(
    { length: 100_000 },
    () => Math.round(-Math.log(1 - random() * 0.9) * 1e6) / 1e4 + 0.001,
  )
  const sorted = times.sort((a, b) => a - b)
  const { out } = await run(timed(sorted.map(String)), '--json')
  expect(JSON.parse(out)).toMatchObject({ data: { kind: 'time', events: 100_000 } })
  expect(out).not.toMatch(/NaN|Infinity/)
  const many = Array.from({ length: 3000 }, (_, index) => `${index + 1},1,${index + 1},${3000 - index}`)
  const counted = JSON.parse((await run(grouped(many), '--json')).out) as { data: { events: number } }
  expect(counted.data.events).toBe((3000 * 3001) / 2)
})
