import { describe, expect, test } from 'vitest'
import { findingSeverities } from '../../../schemas/indicators.ts'
import { earnedValueStatus, type EarnedValueInput } from '../../../analytics/evm/project-status.ts'
import { cost, input, pack, plan, report } from './plan-facts.ts'

const found = (fields: Partial<EarnedValueInput>) => earnedValueStatus(input(fields)).findings
const codes = (fields: Partial<EarnedValueInput>) => found(fields).map(({ code }) => code)
const onePackage = [plan([pack('A')])]
const healthy = {
  baselines: onePackage,
  progress: [report('A', '2026-06-05', { percentComplete: 50 })],
  costs: [cost('A', '2026-06-03', 50)],
}

test('a healthy project has no finding', () => expect(found(healthy)).toEqual([]))

describe('what facts of one package give away', () => {
  test('EV_WITHOUT_AC and AC_WITHOUT_EV', () => {
    expect(codes({ ...healthy, costs: [] })).toEqual(['EV_WITHOUT_AC'])
    expect(codes({ ...healthy, progress: [report('A', '2026-06-05', { percentComplete: 0, startedOn: '2026-06-01' })] })).toEqual(['AC_WITHOUT_EV']) // prettier-ignore
  })

  test('AC_AFTER_COMPLETE counts bookings after the day of completion', () => {
    const progress = [
      report('A', '2026-06-05', { percentComplete: 100, objective: true, finishedOn: '2026-06-04' }),
    ]
    const costs = [cost('A', '2026-06-04', 50), cost('A', '2026-06-05', 5)]
    expect(found({ ...healthy, progress, costs })).toEqual([
      {
        code: 'AC_AFTER_COMPLETE',
        severity: 'warning',
        workPackage: 'A',
        detail: { completedOn: '2026-06-04', cost: 5, bookings: 1 },
      },
    ])
  })

  test('NEGATIVE_COST tells a credit', () => {
    expect(codes({ ...healthy, costs: [...healthy.costs, cost('A', '2026-06-04', -5)] })).toEqual([
      'NEGATIVE_COST',
    ])
  })

  test('PCT_STUCK: the same percentage twice while cost grows', () => {
    const progress = ['2026-06-03', '2026-06-04', '2026-06-05'].map((day) =>
      report('A', day, { percentComplete: 50 }),
    )
    const costs = [cost('A', '2026-06-03', 50), cost('A', '2026-06-05', 9)]
    expect(found({ ...healthy, progress, costs })).toMatchObject([
      { code: 'PCT_STUCK', detail: { percent: 50, reports: 3, since: '2026-06-03', cost: 9 } },
    ])
    expect(codes({ ...healthy, progress: progress.slice(1), costs })).toEqual(['PCT_STUCK'])
    expect(codes({ ...healthy, progress, costs: costs.slice(0, 1) })).toEqual([])
    expect(codes({ ...healthy, progress: progress.slice(0, 1), costs })).toEqual([])
  })

  test('PCT_JUMP: far more progress than the plan gives the time for', () => {
    const weekApart = (from: number, to: number, day = '2026-06-02') => [
      report('A', '2026-06-01', { percentComplete: from }),
      report('A', day, { percentComplete: to, objective: true }),
    ]
    // One of ten planned days for 60 points, which half the plan's pace would take three days for.
    expect(found({ ...healthy, progress: weekApart(10, 70) })).toMatchObject([
      {
        code: 'PCT_JUMP',
        severity: 'warning',
        workPackage: 'A',
        detail: { since: '2026-06-01', date: '2026-06-02', from: 10, to: 70, workingDays: 1 },
      },
    ])
    expect(codes({ ...healthy, progress: weekApart(10, 70, '2026-06-04') })).toEqual([])
    expect(codes({ ...healthy, progress: weekApart(10, 60) })).toEqual([])
    expect(codes({ ...healthy, progress: weekApart(10, 60), percentJump: 40 })).toEqual(['PCT_JUMP'])
    const units = pack('A', { method: 'units', unitsPlanned: 40 })
    const done = [report('A', '2026-06-01', { unitsDone: 4 }), report('A', '2026-06-02', { unitsDone: 28 })]
    expect(codes({ ...healthy, baselines: [plan([units])], progress: done })).toEqual(['PCT_JUMP'])
  })

  test('EV_DECREASED unless the report says why', () => {
    const progress = [
      report('A', '2026-06-03', { percentComplete: 60 }),
      report('A', '2026-06-05', { percentComplete: 50 }),
    ]
    expect(found({ ...healthy, progress })).toMatchObject([
      { code: 'EV_DECREASED', detail: { date: '2026-06-05', from: 60, to: 50 } },
    ])
    const reopened = [progress[0]!, { ...progress[1]!, reason: 'review found a missing case' }]
    expect(codes({ ...healthy, progress: reopened })).toEqual([])
  })

  test('EV_BEFORE_START is an early start', () => {
    const baselines = [plan([pack('A', { plannedStart: '2026-06-08' })])]
    expect(found({ ...healthy, baselines })).toMatchObject([{ code: 'EV_BEFORE_START', severity: 'info' }])
  })

  test('NO_STATUS without a report, UNSTARTED_LATE when the report shows no start', () => {
    expect(codes({ ...healthy, progress: [], costs: [] })).toEqual(['NO_STATUS'])
    const progress = [report('A', '2026-06-04', { percentComplete: 0 })]
    expect(codes({ ...healthy, progress, costs: [] })).toEqual(['UNSTARTED_LATE'])
    expect(codes({ ...healthy, progress: [], costs: [], statusDate: '2026-06-01' })).toEqual([])
  })

  test('NO_STATUS when the last report is older than agreed', () => {
    const late = { ...healthy, statusDate: '2026-06-15' }
    expect(codes(late)).toEqual([])
    expect(found({ ...late, statusEveryDays: 7 })).toMatchObject([
      { code: 'NO_STATUS', detail: { reportedOn: '2026-06-05', days: 10, everyDays: 7 } },
    ])
  })

  test('COMPLETE_BUT_OPEN: complete by hand, without evidence', () => {
    const progress = [report('A', '2026-06-05', { percentComplete: 100 })]
    expect(codes({ ...healthy, progress })).toEqual(['COMPLETE_BUT_OPEN'])
  })

  test('MEASURE_MISSING, UNKNOWN_MILESTONE and more units than planned', () => {
    const milestones = [{ id: 'm', weight: 1 }]
    const packages = [
      pack('M', { method: 'weighted-milestones', milestones }),
      pack('N', { method: 'weighted-milestones', milestones }),
      pack('U', { method: 'units', unitsPlanned: 10 }),
    ]
    const progress = [
      report('M', '2026-06-05', { milestonesAccepted: ['m', 'x'] }),
      report('N', '2026-06-05', { percentComplete: 10 }),
      report('U', '2026-06-05', { unitsDone: 11 }),
    ]
    const costs = [cost('M', '2026-06-05', 1), cost('U', '2026-06-05', 1)]
    expect(found({ baselines: [plan(packages)], progress, costs })).toMatchObject([
      { code: 'EV_ABOVE_BAC', workPackage: 'U', severity: 'error' },
      { code: 'MEASURE_MISSING', workPackage: 'N' },
      { code: 'UNKNOWN_MILESTONE', workPackage: 'M', detail: { milestone: 'x' } },
    ])
  })

  test('ACTUAL_IN_FUTURE: a finish after the report that tells it', () => {
    const progress = [report('A', '2026-06-05', { percentComplete: 50, finishedOn: '2026-06-30' })]
    expect(found({ ...healthy, progress })).toMatchObject([{ code: 'ACTUAL_IN_FUTURE', severity: 'error' }])
  })
})

describe('what the project gives away', () => {
  test('LOE_SHARE_HIGH above the limit', () => {
    const baselines = [plan([pack('A'), pack('S', { method: 'loe', budget: 25 })])]
    const costs = [...healthy.costs, cost('S', '2026-06-05', 12)]
    expect(found({ ...healthy, baselines, costs })).toMatchObject([
      { code: 'LOE_SHARE_HIGH', detail: { share: 0.2 } },
    ])
    expect(codes({ ...healthy, baselines, costs, loeShareLimit: 0.2 })).toEqual([])
  })

  test('BUDGET_NOT_ATTAINABLE when it is spent with work left', () => {
    expect(codes({ ...healthy, costs: [cost('A', '2026-06-05', 100)] })).toEqual(['BUDGET_NOT_ATTAINABLE'])
  })

  test('UNKNOWN_WORK_PACKAGE, but not for one that an earlier plan had', () => {
    const baselines = [
      plan([pack('A'), pack('Old')], { validFrom: '2026-06-01' }),
      plan([pack('A', { budget: 200 })], { revision: 2, validFrom: '2026-06-04', reason: 'scope moved' }),
    ]
    const progress = [...healthy.progress, report('Nobody', '2026-06-05', { percentComplete: 1 })]
    const costs = [...healthy.costs, cost('Old', '2026-06-03', 5), cost('Old', '2026-06-05', 6)]
    expect(
      found({ baselines, progress, costs }).filter(({ code }) => code === 'UNKNOWN_WORK_PACKAGE'),
    ).toEqual([
      expect.objectContaining({ workPackage: 'Nobody', detail: { from: 'progress.reported', facts: 1 } }),
      expect.objectContaining({ workPackage: 'Old', detail: { from: 'cost.booked', facts: 1, amount: 6 } }),
    ])
  })
})

test('every finding has one of three severities', () => {
  expect(new Set(Object.values(findingSeverities))).toEqual(new Set(['error', 'warning', 'info']))
})
