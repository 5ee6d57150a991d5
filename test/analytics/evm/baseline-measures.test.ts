import { expect, test } from 'vitest'
import { compareBaselines } from '../../../analytics/evm/baseline-measures.ts'
import { earnedValueStatus } from '../../../analytics/evm/project-status.ts'
import { cost, input, pack, plan, report } from './plan-facts.ts'

/** 20 of 50 done after a week; the plan is set to what was done, and then kept. */
const facts = input({
  baselines: [
    plan([pack('A')]),
    plan([pack('A', { plannedFinish: '2026-06-26' })], {
      revision: 2,
      validFrom: '2026-06-08',
      reason: 'new dates',
    }),
  ],
  progress: [
    report('A', '2026-06-05', { percentComplete: 20 }),
    report('A', '2026-06-12', { percentComplete: 50 }),
  ],
  costs: [cost('A', '2026-06-05', 40), cost('A', '2026-06-12', 40)],
  statusDate: '2026-06-12',
})

test('each baseline is measured on its last valid day, the valid one at the status date', () => {
  const { baselines } = compareBaselines(facts)
  expect(baselines).toMatchObject([
    { revision: 1, validFrom: '2026-06-01', validUntil: '2026-06-07', reason: 'first plan' },
    { revision: 2, validFrom: '2026-06-08', validUntil: null, reason: 'new dates' },
  ])
  // First plan, 5 of 10 days: EV 20, PV 50, AC 40. Second plan, 10 of 20 days: EV 50, PV 50, AC 80.
  expect(baselines.map(({ measures }) => measures.indices.schedulePerformanceIndex)).toEqual([0.4, 1])
  expect(baselines.map(({ measures }) => measures.indices.costPerformanceIndex)).toEqual([0.5, 0.625])
})

test('what is measured since the first baseline no re-baseline resets', () => {
  const { sinceFirst } = compareBaselines(facts)
  expect(sinceFirst?.revision).toBe(1)
  // EV 50 of a plan that was due on that day with 100.
  expect(sinceFirst?.measures.indices.schedulePerformanceIndex).toBe(0.5)
  const asked = earnedValueStatus({ ...facts, revision: 1 })
  expect(sinceFirst?.measures.schedule).toEqual(asked.schedule)
  expect(sinceFirst?.measures.actualCost).toBe(80)
})

test('without a baseline there is nothing to compare', () => {
  expect(compareBaselines({ ...facts, baselines: [] })).toEqual({ baselines: [], sinceFirst: null })
})

test('overlapping baselines: the same date, or a later revision from an earlier date', () => {
  const baseline = (revision: number, validFrom: string, fields: object = {}) =>
    plan([pack('A')], { revision, validFrom, ...fields })
  const overlaps = (...baselines: ReturnType<typeof baseline>[]) =>
    earnedValueStatus({ ...facts, baselines }).findings.filter(({ code }) => code === 'OVERLAPPING_BASELINES')
  const first = baseline(1, '2026-06-01')
  expect(overlaps(first, baseline(2, '2026-06-08'))).toEqual([])
  expect(overlaps(baseline(2, '2026-06-01'), first)).toMatchObject([
    {
      severity: 'error',
      detail: { revision: 2, validFrom: '2026-06-01', other: 1, otherValidFrom: '2026-06-01' },
    },
  ])
  expect(overlaps(first, baseline(2, '2026-06-10'), baseline(3, '2026-06-05'))).toMatchObject([
    { detail: { revision: 3, other: 2, otherValidFrom: '2026-06-10' } },
  ])
  expect(overlaps(first, baseline(2, '2026-06-01', { retracted: true }))).toEqual([])
  expect(overlaps(first, baseline(2, '2026-07-10'), baseline(3, '2026-07-01'))).toEqual([])
})
