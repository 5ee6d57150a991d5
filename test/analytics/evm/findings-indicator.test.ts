import { describe, expect, test } from 'vitest'
import { condition } from '../../../schemas/policy.ts'
import { firstHistory, parseAll } from '../../../api/policies/files.ts'
import { assessed } from '../../helpers/assessing.ts'
import { fact, noon, replacing, shippingFacts, TODAY } from '../../helpers/project-facts.ts'

/** A policy whose release gate asks for findings only. */
function policyOf(scope: object) {
  const text = { en: 'x', ja: 'x' }
  const asked = {
    id: 'findings',
    indicator: 'evm.findings',
    scope,
    upper: 0,
    unit: 'count',
    kind: 'required',
    title: text,
    rationale: text,
    remedy: text,
  }
  const document = {
    schema: 'kanmon.policy/1',
    id: 'standard',
    version: 1,
    effectiveFrom: '2026-01-01',
    owner: 'QA',
    title: text,
    gates: { release: { conditions: [asked] } },
  }
  const history = firstHistory(parseAll([{ text: JSON.stringify(document), file: 'test' }]))
  return history.applying('standard', { date: TODAY, asOf: Infinity })
}
const judged = (facts: ReturnType<typeof shippingFacts>, scope: object = {}) => {
  const { content } = assessed(facts, { policyOf: () => policyOf(scope) })
  return content.conditions.find(({ id }) => id === 'findings')!
}

/** w1 claimed complete by hand (a warning), and a credit on w2 (info). */
const suspicious = () => [
  ...replacing(
    shippingFacts(),
    'plan.baselined',
    fact(
      'plan.baselined',
      {
        revision: 1,
        validFrom: '2026-10-01',
        reason: 'first',
        workPackages: [
          { id: 'w1', phase: 'code', plannedStart: '2026-10-01', plannedFinish: '2026-10-30', budget: 600, method: 'percent-complete' },
          { id: 'w2', phase: 'st', plannedStart: '2026-11-02', plannedFinish: '2026-11-20', budget: 400, method: 'units', unitsPlanned: 200 },
        ],
      },
      { occurredAt: noon('2026-10-01') },
    ),
  ),
  fact('progress.reported', { workPackage: 'w1', asOf: TODAY, percentComplete: 100 }),
  fact('cost.booked', { booking: 'credit', workPackage: 'w2', date: TODAY, amount: -5 }),
] // prettier-ignore

describe('evm.findings as a condition of a policy', () => {
  test('no finding passes', () => {
    expect(judged(shippingFacts())).toMatchObject({ state: 'PASS', actual: 0, unit: 'count', sampleSize: 2 })
  })

  test('counts warnings and errors; info explains, it does not count unless asked for', () => {
    const counts = (scope: object) => judged(suspicious(), scope).actual
    expect(judged(suspicious())).toMatchObject({ state: 'FAIL', actual: counts({ severity: 'warning' }) })
    expect(counts({ findings: ['COMPLETE_BUT_OPEN'] })).toBe(1)
    expect(counts({ findings: ['NEGATIVE_COST'] })).toBe(1)
    expect(counts({ findings: ['NEGATIVE_COST'], severity: 'warning' })).toBe(0)
    expect(counts({ findings: ['UNIT_MIX'] })).toBe(0)
    expect(counts({ severity: 'error' })).toBe(0)
    expect(counts({ severity: 'info' })).toBe(counts({})! + 1)
  })

  test('without a baseline it is not measurable: no data never passes', () => {
    const facts = shippingFacts().filter(({ kind }) => kind !== 'plan.baselined')
    expect(judged(facts)).toMatchObject({ state: 'NO_DATA', why: 'NO_BASELINE', actual: null })
    const silent = shippingFacts().filter(({ kind }) => kind !== 'progress.reported')
    expect(judged(silent)).toMatchObject({ state: 'NO_DATA', why: 'NO_PROGRESS' })
  })
})

test('a policy names only findings that exist, and only for this indicator', () => {
  const text = { en: 'x', ja: 'x' }
  const rest = { id: 'f', upper: 0, kind: 'required', title: text, rationale: text, remedy: text }
  const parse = (indicator: string, unit: string, scope: object) =>
    condition.safeParse({ ...rest, indicator, unit, scope }).success
  expect(parse('evm.findings', 'count', { findings: ['PCT_STUCK'] })).toBe(true)
  expect(parse('evm.findings', 'count', { findings: ['PCT_STUKC'] })).toBe(false)
  expect(parse('evm.findings', 'count', { findings: [] })).toBe(false)
  expect(parse('evm.spi', 'ratio', { findings: ['PCT_STUCK'] })).toBe(false)
  expect(parse('evm.spi', 'ratio', { severity: 'error' })).toBe(false)
})
