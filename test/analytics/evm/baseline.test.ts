import { describe, expect, test } from 'vitest'
import { baselineHistory, baselineOn } from '../../../analytics/evm/baseline.ts'
import { earnedValueStatus } from '../../../analytics/evm/project-status.ts'
import { cost, input, pack, plan, report } from './plan-facts.ts'

const first = plan([pack('A')])
const second = plan([pack('A', { budget: 120 })], {
  revision: 2,
  validFrom: '2026-06-08',
  reason: 'more scope',
})
const lateFirst = plan([pack('A')], { revision: 1, validFrom: '2026-06-10' })

test('the highest revision whose day has come is valid', () => {
  expect(baselineOn([second, first], '2026-05-31')).toBeNull()
  expect(baselineOn([second, first], '2026-06-07')).toBe(first)
  expect(baselineOn([second, first], '2026-06-08')).toBe(second)
  expect(baselineOn([second, lateFirst], '2026-06-30')).toBe(second)
  expect(baselineOn([first, { ...second, retracted: true }], '2026-06-30')).toBe(first)
})

test('the history holds what was valid, in order', () => {
  expect(baselineHistory([second, first], '2026-06-30')).toEqual([first, second])
  expect(baselineHistory([second, first], '2026-06-07')).toEqual([first])
  expect(baselineHistory([second, lateFirst], '2026-06-30')).toEqual([second])
})

describe('a re-baseline', () => {
  const facts = input({
    progress: [report('A', '2026-06-05', { percentComplete: 20 })],
    costs: [cost('A', '2026-06-05', 30)],
    statusDate: '2026-06-08',
  })

  test('tells what it changed in scope', () => {
    const added = plan([pack('A', { budget: 120 }), pack('N', { plannedStart: '2026-06-10' })], {
      revision: 2,
      validFrom: '2026-06-08',
      reason: 'more scope',
    })
    const status = earnedValueStatus({ ...facts, baselines: [first, added] })
    expect(status.rebaselines).toMatchObject([
      {
        revision: 2,
        previousRevision: 1,
        budgetBefore: 100,
        budgetAfter: 220,
        added: ['N'],
        rebudgeted: ['A'],
      },
    ])
    expect(status.findings).toContainEqual(expect.objectContaining({ code: 'BAC_CHANGED', severity: 'info' }))
  })

  test('that sets PV to EV is told with the delay it erased', () => {
    // 20 of 50 were done; the new plan says that 20 of 100 were due by then and spreads the rest from Monday.
    const done = pack('A', { plannedFinish: '2026-06-05', budget: 20 })
    const rest = pack('A2', { plannedStart: '2026-06-08', plannedFinish: '2026-06-26', budget: 80 })
    const reset = plan([done, rest], { revision: 2, validFrom: '2026-06-06', reason: 'new dates' })
    const progress = [report('A', '2026-06-05', { percentComplete: 20 }), report('A', '2026-06-06', { percentComplete: 100, objective: true })] // prettier-ignore
    const status = earnedValueStatus({
      ...facts,
      baselines: [first, reset],
      progress,
      statusDate: '2026-06-07',
    })
    expect(status.indices.schedulePerformanceIndex).toBe(1)
    expect(status.rebaselines[0]).toMatchObject({ scheduleVarianceBefore: -30, scheduleVarianceAfter: -16, erasedScheduleVariance: 14 }) // prettier-ignore
    expect(status.findings.map(({ code }) => code)).toContain('VARIANCE_ERASED')
  })

  test('does not touch the indices since the first baseline', () => {
    const baselines = [first, second]
    expect(earnedValueStatus({ ...facts, baselines }).quantities?.budgetAtCompletion).toBe(120)
    const sinceFirst = earnedValueStatus({ ...facts, baselines, revision: 1 })
    expect(sinceFirst.quantities?.budgetAtCompletion).toBe(100)
    expect(sinceFirst.baseline?.revision).toBe(1)
    expect(earnedValueStatus({ ...facts, baselines, revision: 9 }).state).toBe('NO_BASELINE')
  })
})
