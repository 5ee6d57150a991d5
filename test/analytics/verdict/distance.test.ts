import { describe, expect, test } from 'vitest'
import { credit, isWithin } from '../../../analytics/verdict/limits.ts'
import { assessed } from '../../helpers/assessing.ts'
import { fact, noon, replacing, shippingFacts, TODAY } from '../../helpers/project-facts.ts'

const facts = shippingFacts()

function stepsOf(log: Parameters<typeof assessed>[0]) {
  return assessed(log).content.distanceToShip.map(({ code, condition, amount, unit }) => ({
    code,
    condition,
    amount,
    unit,
  }))
}

describe('distance to SHIP is the least that must change', () => {
  test('20 of 200 planned cases not run: 20 more executed cases', () => {
    const tests = fact('tests.reported', {
      phase: 'st',
      asOf: TODAY,
      planned: 200,
      executed: 180,
      passed: 180,
      failed: 0,
    })
    expect(stepsOf(replacing(facts, 'tests.reported', tests))).toEqual([
      { code: 'RAISE', condition: 'system-test-consumption', amount: 20, unit: 'executed-cases' },
      // 180 of 180 passed is 97.9 to 100 % (Wilson): it covers the limit of 98 % as long as 20 cases are left.
      { code: 'DELIVER', condition: 'system-test-pass-rate', amount: null, unit: null },
      { code: 'RAISE', condition: 'system-test-plan-kept', amount: 10, unit: 'executed-cases' },
    ])
  })

  test('190 of 200 cases passed at a limit of 98 %: 6 more must pass', () => {
    const tests = fact('tests.reported', {
      phase: 'st',
      asOf: TODAY,
      planned: 200,
      executed: 200,
      passed: 190,
      failed: 10,
    })
    expect(stepsOf(replacing(facts, 'tests.reported', tests))).toEqual([
      { code: 'RAISE', condition: 'system-test-pass-rate', amount: 6, unit: 'passed-cases' },
    ])
  })

  test('two open critical defects: two fewer', () => {
    const open = ['D1', 'D2'].map((defect) =>
      fact('defect.reported', {
        defect,
        severity: 'critical',
        status: 'reopened',
        phaseFound: 'st',
        detectedAt: '2026-11-09T10:00:00+09:00',
      }),
    )
    expect(stepsOf([...facts, ...open])).toEqual([
      { code: 'LOWER', condition: 'open-critical', amount: 2, unit: 'open-defects' },
    ])
  })

  test('half of the system test earned: the missing earned value of SPI and of completion', () => {
    const half = fact('progress.reported', { workPackage: 'w2', asOf: TODAY, unitsDone: 100 })
    const log = facts.filter(({ kind, key }) => kind !== 'progress.reported' || !key.startsWith('w2'))
    // PV = 1000, EV = 600 + 200, AC = 1020: SPI 0.95 needs 950, CPI 0.9 needs 918, completion 98 % needs 980.
    // AT = 37 working days; PV is 600 after 22 of them and grows by 400 / 15 a day: ES = 29.5, 0.85 needs 31.45.
    expect(stepsOf([...log, half])).toMatchObject([
      { code: 'RAISE', condition: 'schedule-performance', amount: 150 },
      { code: 'RAISE', condition: 'cost-performance', amount: 118 },
      { code: 'RAISE', condition: 'earned-schedule', amount: expect.closeTo(1.95, 9) },
      { code: 'RAISE', condition: 'work-complete', amount: 180 },
    ])
  })

  test('a missing source: deliver it', () => {
    expect(stepsOf(facts.filter(({ kind }) => kind !== 'cost.booked'))).toMatchObject([
      { code: 'DELIVER', condition: 'completeness' },
      { code: 'DELIVER', condition: 'cost-performance' },
    ])
  })
})

describe('limits and credit', () => {
  const limits = { lower: 0.95, upper: 1.3, worst: { lower: 0.7, upper: 2 } }
  test.each([
    [0.95, 1],
    [1.3, 1],
    [0.825, 0.5],
    [0.7, 0],
    [0.1, 0],
    [1.65, 0.5],
    [5, 0],
  ])('actual %d earns the credit %d, falling linearly to the worst value', (actual, expected) => {
    expect(credit(actual, limits)).toBeCloseTo(expected, 12)
  })

  test('a limit with no worst value gives no credit beyond it', () => {
    expect(credit(1.0001, { upper: 1 })).toBe(0)
  })

  test('a sum that misses its limit by rounding meets it', () => {
    expect(isWithin(0.1 + 0.2, { upper: 0.3 })).toBe(true)
    expect(isWithin(99.99999999999999, { lower: 100 })).toBe(true)
    expect(isWithin(99.999, { lower: 100 })).toBe(false)
  })
})

test('too few defects found is as wrong as too many', () => {
  const one = facts.filter(({ kind, key }) => kind !== 'defect.reported' || key === 'D1')
  const low = assessed(one).content.conditions.find(({ id }) => id === 'system-test-defect-density')
  expect(low).toMatchObject({ actual: 0.1, state: 'FAIL' })
  const many = Array.from({ length: 40 }, (_, n) =>
    fact(
      'defect.reported',
      {
        defect: `X${n}`,
        severity: 'minor',
        status: 'closed',
        phaseFound: 'st',
        detectedAt: '2026-11-09T10:00:00+09:00',
      },
      { occurredAt: noon('2026-11-12') },
    ),
  )
  const high = assessed([...facts, ...many]).content.conditions.find(
    ({ id }) => id === 'system-test-defect-density',
  )
  expect(high).toMatchObject({ actual: 4.5, state: 'FAIL' })
})
