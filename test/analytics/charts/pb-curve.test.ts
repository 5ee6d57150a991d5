import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { pbCurve, type PbPoint } from '../../../analytics/charts/pb-curve.ts'
import { pbState, slopeRatio } from '../../../analytics/charts/pb-state.ts'
import { daysBetween } from '../../../analytics/facts/effective-date.ts'
import { read } from '../../examples/portfolio-fixture.ts'
import { declared, defect, tests, viewOf } from '../indicators/measuring.ts'

/** The real days of a printer data set; when its faults were fixed is not known, so all but `open` are closed. */
function printer(set: number, open = 0): PbPoint[] {
  const rows = parse(read(`srgm/printer_ds${set}.csv`), { columns: true, comment: '#' })
  let found = 0
  return (rows as unknown as Record<string, string>[]).map((row, day, all) => {
    found += Number(row['count'])
    return {
      date: new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10),
      planned: Number(all.at(-1)!['ctc']),
      executed: Number(row['ctc']),
      found,
      closed: found - open,
      open,
    }
  })
}

const none = { daysSinceCritical: null, oldestOpenDays: null }

describe('the PB curves of printer 1 to 3', () => {
  test.each([
    [1, 1.34, 'NOT_CONVERGED'],
    [2, 2.306, 'NOT_CONVERGED'], // it found 55 % of its faults in the last quarter of its cases
    [3, 0.288, 'CONVERGING'],
  ])('printer %d: late slope %d of the overall one', (set, ratio, state) => {
    expect(slopeRatio(printer(set))).toBeCloseTo(ratio, 3)
    expect(pbState(printer(set), 1, none, daysBetween)).toBe(state)
  })

  test('a flat curve with a backlog has not converged', () => {
    expect(pbState(printer(3, 20), 1, none, daysBetween)).toBe('NOT_CONVERGED')
  })
})

describe('the machine rules', () => {
  const point = (day: number, executed: number, found: number, open = 0): PbPoint => ({
    date: `2026-11-${String(day).padStart(2, '0')}`,
    planned: 100,
    executed,
    found,
    closed: found - open,
    open,
  })
  test.each<[string, PbPoint[], number, string]>([
    ['nothing reported', [], 0.5, 'TOO_EARLY'],
    ['30 % executed on plan', [point(1, 30, 3)], 0.3, 'TOO_EARLY'],
    ['behind, many defects', [point(1, 20, 5), point(2, 40, 12, 6)], 0.9, 'QUALITY_PROBLEM'],
    ['behind, few defects', [point(1, 30, 5), point(2, 40, 5)], 0.9, 'BLOCKED_OR_UNDER_TESTED'],
    ['behind, none at all', [point(2, 40, 0)], 0.9, 'BLOCKED_OR_UNDER_TESTED'],
    ['no case for a week', [point(1, 70, 5), point(8, 70, 5)], 0.7, 'STOPPED'],
    ['steep to the end', [point(1, 50, 5), point(2, 100, 10)], 1, 'NOT_CONVERGED'],
    [
      'not one defect: no curve that could flatten',
      [point(1, 50, 0), point(2, 100, 0)],
      1,
      'NO_DEFECTS_FOUND',
    ],
    ['flattening', [point(1, 50, 9), point(2, 80, 10), point(3, 100, 10)], 1, 'CONVERGING'],
  ])('%s', (_, points, elapsed, state) => expect(pbState(points, elapsed, none, daysBetween)).toBe(state))
})

test.each([
  [{ daysSinceCritical: 3, oldestOpenDays: 0 }, 'NOT_CONVERGED'],
  [{ daysSinceCritical: 8, oldestOpenDays: 0 }, 'CONVERGING'],
  [{ daysSinceCritical: null, oldestOpenDays: 40 }, 'NOT_CONVERGED'],
  [{ daysSinceCritical: null, oldestOpenDays: 28 }, 'CONVERGING'],
])('a flat curve with %j is %s', (severe, state) => {
  expect(pbState(printer(3), 1, severe, daysBetween)).toBe(state)
})

test('a phase reported as a whole counts once, whenever its components are reported', () => {
  const log = [
    declared(),
    tests('2026-11-04', 10, { component: 'core', planned: 50 }),
    tests('2026-11-05', 40, { planned: 90 }),
    tests('2026-11-06', 30, { component: 'core', planned: 50 }),
    tests('2026-11-06', 5, { phase: 'it', planned: 6 }),
  ]
  const points = pbCurve({ view: viewOf(log), phases: null, component: null })
  expect(points.map(({ planned, executed }) => [planned, executed])).toEqual([
    [50, 10],
    [90, 40],
    [96, 45],
  ])
})

test('points are those of the reports, components added up, defects by their days', () => {
  const log = [
    declared(),
    tests('2026-11-04', 10, { component: 'core', planned: 50 }),
    tests('2026-11-05', 20, { component: 'ui', planned: 30 }),
    tests('2026-11-10', 50, { component: 'core', planned: 50 }),
    defect('2026-11-04', {}, 2),
    defect('2026-11-05', {}, null),
    defect('2026-11-05', { status: 'rejected' }, null),
  ]
  const points = pbCurve({ view: viewOf(log), phases: ['st'], component: null })
  expect(
    points.map(({ date, planned, executed, found, open }) => [date, planned, executed, found, open]),
  ).toEqual([
    ['2026-11-04', 50, 10, 1, 1],
    ['2026-11-05', 80, 30, 2, 2],
    ['2026-11-10', 80, 70, 2, 1],
  ])
})
