import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createWorkCalendar } from '../../../analytics/calendar/work-calendar.ts'
import { earnedValueStatus, type EarnedValueInput } from '../../../analytics/evm/project-status.ts'
import type { ProgressReported } from '../../../schemas/facts/plan.ts'
import { cost, input, pack, plan, report } from './plan-facts.ts'

/** Two weeks of work of 100, half due on the first Friday, 40 % done for 60. */
const late = input({
  baselines: [plan([pack('A')])],
  progress: [report('A', '2026-06-05', { percentComplete: 40 })],
  costs: [cost('A', '2026-06-02', 70), cost('A', '2026-06-04', -10)],
})

describe('the status at the end of a date', () => {
  test('counts the working days up to and including it', () => {
    const status = earnedValueStatus(late)
    expect(status.quantities).toMatchObject({ plannedValue: 50, earnedValue: 40, actualCost: 60 })
    expect(status.quantities?.budgetAtCompletion).toBe(100)
    expect(status.indices).toMatchObject({
      scheduleVariance: -10,
      schedulePerformanceIndex: 0.8,
      costVariance: -20,
    })
    expect(status.schedule).toMatchObject({
      actualTime: 5,
      earnedSchedule: 4,
      schedulePerformanceIndexTime: 0.8,
    })
    expect(status.state).toBe('IN_PROGRESS')
    expect(status.baseline).toMatchObject({ revision: 1, plannedFinish: '2026-06-12' })
  })

  test('forecasts the finish on the project’s calendar', () => {
    // IEAC(t) = 10 / 0.8 = 12.5 working days: the thirteenth is Wednesday 17 June.
    expect(earnedValueStatus(late).forecastFinish).toBe('2026-06-17')
    const calendar = createWorkCalendar(undefined, new Set(['2026-06-16']))
    expect(earnedValueStatus({ ...late, calendar }).forecastFinish).toBe('2026-06-18')
    expect(earnedValueStatus(late).forecastFinishDates.earnedSchedule.plannedRate).toBe('2026-06-15')
  })

  test('takes no fact dated after it', () => {
    const later = [...late.progress, report('A', '2026-06-08', { percentComplete: 70 })]
    const costs = [...late.costs, cost('A', '2026-06-08', 500)]
    expect(earnedValueStatus({ ...late, progress: later, costs })).toEqual(earnedValueStatus(late))
  })

  test('ignores what was retracted', () => {
    const progress = [...late.progress, report('A', '2026-06-04', { percentComplete: 99, retracted: true })]
    const costs = [...late.costs, cost('A', '2026-06-03', 500, { retracted: true })]
    expect(earnedValueStatus({ ...late, progress, costs })).toEqual(earnedValueStatus(late))
  })

  test('stands still after completion: SPI tells nothing, SPI(t) keeps the delay', () => {
    const done = report('A', '2026-06-19', {
      percentComplete: 100,
      objective: true,
      finishedOn: '2026-06-19',
    })
    const at = (statusDate: string) =>
      earnedValueStatus({ ...late, progress: [...late.progress, done], statusDate })
    expect(at('2026-06-19').indices.schedulePerformanceIndex).toBe(1)
    expect(at('2026-06-19').schedule.schedulePerformanceIndexTime).toBeCloseTo(10 / 15, 12)
    expect(at('2026-07-31').schedule).toEqual(at('2026-06-19').schedule)
    expect(at('2026-07-31')).toMatchObject({ state: 'COMPLETE', forecastFinish: '2026-06-19' })
  })

  test('without a named finish the first report of completion is it, and a reopening takes it back', () => {
    const complete = (asOf: string) => report('A', asOf, { percentComplete: 100, objective: true })
    const progress = [...late.progress, complete('2026-06-12'), complete('2026-06-19')]
    const at = (reports: ProgressReported[]) =>
      earnedValueStatus({ ...late, progress: reports, statusDate: '2026-06-30' })
    expect(at(progress).workPackages[0]?.completedOn).toBe('2026-06-12')
    expect(at(progress).schedule.actualTime).toBe(10)
    const reopened = report('A', '2026-06-22', { percentComplete: 70, reason: 'reopened' })
    expect(at([...progress, reopened]).workPackages[0]?.completedOn).toBeNull()
    expect(at([...progress, reopened]).schedule.actualTime).toBe(22)
  })

  test('before the start nothing has begun', () => {
    const status = earnedValueStatus({
      ...late,
      statusDate: '2026-05-29',
      baselines: [plan([pack('A')], { validFrom: '2026-05-01' })],
    })
    expect(status.state).toBe('NOT_STARTED')
    expect(status.schedule.notMeasurable.schedulePerformanceIndexTime).toBe('NOT_STARTED')
  })
})

test('a project without a baseline is NO_BASELINE everywhere, never SPI = 1', () => {
  const status = earnedValueStatus({ ...late, baselines: [] })
  expect(status).toMatchObject({ state: 'NO_BASELINE', quantities: null, baseline: null, actualCost: 60 })
  expect(status.findings.map(({ code }) => code)).toEqual(['NO_BASELINE'])
  const { notMeasurable, ...indices } = status.indices
  expect(new Set(Object.values(indices))).toEqual(new Set([null]))
  expect(new Set(Object.values(notMeasurable))).toEqual(new Set(['NO_BASELINE']))
  expect(new Set(Object.values(status.schedule.notMeasurable))).toEqual(new Set(['NO_BASELINE']))
  expect(earnedValueStatus({ ...late, statusDate: '2026-05-29' }).state).toBe('NO_BASELINE')
})

test('level of effort counts for cost, not for schedule', () => {
  const support = pack('S', { method: 'loe', budget: 300 })
  const status = earnedValueStatus({ ...late, baselines: [plan([pack('A'), support])] })
  expect(status.quantities).toMatchObject({ plannedValue: 200, earnedValue: 190, budgetAtCompletion: 400 })
  expect(status.indices.schedulePerformanceIndex).toBe(0.8)
  expect(status.indices.scheduleVariance).toBe(-10)
  expect(status.indices.costPerformanceIndex).toBeCloseTo(190 / 60, 12)
  expect(status.levelOfEffortShare).toMatchObject({ ofPlannedValue: 0.75, ofBudget: 0.75 })
  const row = status.workPackages.find(({ workPackage }) => workPackage === 'S')
  expect(row?.indices.notMeasurable.schedulePerformanceIndex).toBe('NO_DISCRETE_WORK')
  const only = earnedValueStatus({ ...late, baselines: [plan([support])] })
  expect(only.indices.notMeasurable.schedulePerformanceIndex).toBe('NO_DISCRETE_WORK')
  expect(only.forecastFinish).toBeNull()
})

test('an apportioned package earns the share of its base', () => {
  const quality = pack('Q', { method: 'apportioned', apportionedTo: 'A', budget: 20 })
  const status = earnedValueStatus({ ...late, baselines: [plan([pack('A'), quality])] })
  expect(status.quantities?.earnedValue).toBe(48)
})

test('hours and money do not add up: AC is refused, naming both units', () => {
  const costs = [...late.costs, cost('A', '2026-06-03', 5000, { unit: 'JPY' })]
  const status = earnedValueStatus({ ...late, costs })
  expect(status.actualCost).toBeNull()
  expect(status.indices.notMeasurable.costPerformanceIndex).toBe('UNIT_MIX')
  expect(status.indices.schedulePerformanceIndex).toBe(0.8)
  const found = status.findings.find(({ code }) => code === 'UNIT_MIX')
  expect(found).toMatchObject({
    severity: 'error',
    workPackage: 'A',
    detail: { unit: 'JPY', costUnit: 'hours' },
  })
})

test('roll-ups are ratios of sums, and stalled packages stay visible', () => {
  const small = pack('B', { budget: 10, phase: 'test', component: 'ui' })
  const status = earnedValueStatus({ ...late, baselines: [plan([pack('A', { component: 'ui' }), small])] })
  expect(status.phases.map(({ key, indices }) => [key, indices.schedulePerformanceIndex])).toEqual([
    ['build', 0.8],
    ['test', 0],
  ])
  expect(status.components[0]).toMatchObject({ key: 'ui', count: 2 })
  expect(status.components[0]?.indices.schedulePerformanceIndex).toBeCloseTo(40 / 55, 12)
  expect(status.stalled).toEqual(['B'])
})

test('cost of a package that is in no plan stays in AC and is told', () => {
  const status = earnedValueStatus({ ...late, costs: [...late.costs, cost('X', '2026-06-03', 7)] })
  expect(status).toMatchObject({ actualCost: 67, unplannedCost: 7 })
  expect(status.findings).toContainEqual(
    expect.objectContaining({ code: 'UNKNOWN_WORK_PACKAGE', workPackage: 'X', severity: 'error' }),
  )
})

const facts = fc
  .array(
    fc.record({
      id: fc.integer({ min: 0, max: 4 }),
      day: fc.integer({ min: 1, max: 28 }),
      percent: fc.nat(100),
    }),
    {
      maxLength: 25,
    },
  )
  .map((all): EarnedValueInput => {
    const date = (day: number) => `2026-06-${String(day).padStart(2, '0')}`
    const latest = new Map<string, ProgressReported>()
    for (const { id, day, percent } of all) {
      latest.set(
        `${id} ${day}`,
        report(`P${id}`, date(day), { percentComplete: percent, objective: percent % 2 === 0 }),
      )
    }
    return input({
      baselines: [plan([0, 1, 2, 3].map((id) => pack(`P${id}`, { budget: 100.1 * (id + 1) })))],
      progress: [...latest.values()],
      costs: all.map(({ id, day, percent }) => cost(`P${id}`, date(day), percent * 0.37 - 5)),
      statusDate: '2026-06-19',
    })
  })

test('the order of facts changes nothing, bit for bit', () => {
  fc.assert(
    fc.property(facts, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (ordered, random) => {
      const shuffle = <T>(items: readonly T[]): T[] =>
        items
          .map((item) => ({ item, rank: random.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ item }) => item)
      const baselines = ordered.baselines.map((b) => ({ ...b, workPackages: shuffle(b.workPackages) }))
      const shuffled = {
        ...ordered,
        baselines,
        progress: shuffle(ordered.progress),
        costs: shuffle(ordered.costs),
      }
      expect(earnedValueStatus(shuffled)).toEqual(earnedValueStatus(ordered))
    }),
    { numRuns: 50 },
  )
})

test('splitting a package in two equal halves changes no quantity, index or forecast', () => {
  fc.assert(
    fc.property(facts, (whole) => {
      const half = (id: string) => `${id}-second`
      const [baseline] = whole.baselines
      const halves = baseline!.workPackages.flatMap((w) => [
        { ...w, budget: w.budget / 2 },
        { ...w, id: half(w.id), budget: w.budget / 2 },
      ])
      const split = {
        ...whole,
        baselines: [plan(halves)],
        progress: whole.progress.flatMap((p) => [p, { ...p, workPackage: half(p.workPackage) }]),
      }
      const [a, b] = [earnedValueStatus(whole), earnedValueStatus(split)]
      for (const part of ['quantities', 'indices', 'schedule', 'estimatesAtCompletion'] as const) {
        for (const [name, value] of Object.entries(a[part] ?? {})) {
          const other = (b[part] as unknown as Record<string, unknown>)[name]
          if (typeof value === 'number') expect(other, name).toBeCloseTo(value, 6)
          else expect(typeof other === 'object', name).toBe(true)
        }
      }
      expect(b.forecastFinishDates).toEqual(a.forecastFinishDates)
    }),
    { numRuns: 50 },
  )
})

test('a cap that is no percentage is refused', () => {
  expect(() => earnedValueStatus({ ...late, percentCap: 101 })).toThrow(
    /percentCap must be between 0 and 100/,
  )
})
