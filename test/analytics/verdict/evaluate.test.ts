import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fact, FactKind } from '../../../schemas/facts/index.ts'
import { assessed, reasonsOf, shippedPolicies } from '../../helpers/assessing.ts'
import {
  declaration,
  fact,
  noon,
  plan,
  replacing,
  shippingFacts,
  TODAY,
} from '../../helpers/project-facts.ts'

const facts = shippingFacts()

test('SHIP when every required condition is shown to hold', () => {
  const { content } = assessed(facts)
  expect(content.reasons).toEqual([])
  expect(content.recommendation).toBe('SHIP')
  expect(content.score).toBe(100)
  expect(content.distanceToShip).toEqual([])
  const states = content.conditions.map(({ id, state }) => `${id} ${state}`)
  expect(states).toEqual(content.conditions.map(({ id }) => `${id} PASS`))
})

describe('what is missing never looks good', () => {
  const kinds = [...new Set(facts.map(({ kind }) => kind))]

  test.each(kinds)('without any %s: HOLD', (kind) => {
    expect(assessed(facts.filter((candidate) => candidate.kind !== kind)).content.recommendation).toBe('HOLD')
  })

  test.each(kinds)('with every %s retracted: HOLD', (kind) => {
    const log = facts.map((known) =>
      known.kind === kind ? ({ ...known, data: { ...known.data, retracted: true } } as Fact) : known,
    )
    expect(assessed(log).content.recommendation).toBe('HOLD')
  })

  test('no facts at all: the project is undeclared', () => {
    expect(reasonsOf(assessed([]))).toEqual(['PROJECT_UNDECLARED'])
  })

  test.each<[string, object, string]>([
    ['a profile without a policy', { profile: 'nobody' }, 'NO_POLICY'],
    ['no expected sources', { expects: [] }, 'NO_EXPECTED_SOURCES'],
    ['a cancelled project', { status: 'cancelled' }, 'PROJECT_CANCELLED'],
  ])('%s: HOLD with its own reason', (_, change, reason) => {
    const declared = fact(
      'project.declared',
      { ...declaration, ...change },
      { occurredAt: noon('2026-10-02') },
    )
    const verdict = assessed([...facts, declared])
    expect(verdict.content.recommendation).toBe('HOLD')
    expect(reasonsOf(verdict)).toContain(reason)
  })

  test('a policy whose conditions are all advisory asserts nothing: HOLD', () => {
    const standard = shippedPolicies().get('standard')!
    const conditions = standard.gates.release!.map((condition) => ({
      ...condition,
      kind: 'advisory' as const,
    }))
    const verdict = assessed(facts, { policyOf: () => ({ ...standard, gates: { release: conditions } }) })
    expect(reasonsOf(verdict)).toEqual(['NO_REQUIRED_CONDITION'])
  })

  test('an error while computing one condition: HOLD, and the error is told', () => {
    const errors: string[] = []
    const broken = {
      ...fact('size.measured', { component: 'core', asOf: TODAY, counter: { name: 'x' } }),
      data: {
        component: 'core',
        asOf: TODAY,
        get ksloc(): never {
          throw new Error('broken')
        },
      },
    }
    const verdict = assessed([...facts, broken as unknown as Fact], {
      onError: (condition) => errors.push(condition),
    })
    expect(verdict.content.recommendation).toBe('HOLD')
    expect(errors).toContain('system-test-density')
    expect(reasonsOf(verdict)).toContain('CONDITION_ERROR system-test-density')
  })

  test('an error elsewhere holds the project with its own reason', () => {
    const told: string[] = []
    const verdict = assessed(facts, {
      holidays: () => {
        throw new Error('no holidays')
      },
      log: [...facts, fact('project.declared', { ...declaration, calendar: { holidays: 'JP' } })],
      onError: (what) => told.push(what),
    })
    expect(reasonsOf(verdict)).toEqual(['EVALUATION_FAILED'])
    expect(told).toEqual(['project'])
  })

  test('time alone makes data stale', () => {
    expect(assessed(facts, { at: noon('2026-11-27') }).content.recommendation).toBe('SHIP')
    const late = assessed(facts, { at: noon('2026-11-28') })
    expect(reasonsOf(late)).toContain('SOURCE_STALE completeness')
  })

  test('an old figure sent again does not look fresh', () => {
    const old = { phase: 'st', asOf: '2026-11-10', planned: 200, executed: 200, passed: 200, failed: 0 }
    const log = replacing(facts, 'tests.reported', fact('tests.reported', old))
    expect(reasonsOf(assessed(log))).toContain('SOURCE_STALE completeness')
  })
})

describe('contradictions hold', () => {
  test.each<[string, Fact]>([
    [
      'executed cases fall',
      fact(
        'tests.reported',
        { phase: 'st', asOf: '2026-11-15', planned: 200, executed: 220, passed: 220, failed: 0 },
        { occurredAt: noon('2026-11-15') },
      ),
    ],
    [
      'tests of a phase nobody declared',
      fact('tests.reported', { phase: 'alpha', asOf: TODAY, planned: 1, executed: 1, passed: 1, failed: 0 }),
    ],
    [
      'a report about tomorrow',
      fact('tests.reported', {
        phase: 'st',
        asOf: '2026-11-25',
        planned: 200,
        executed: 200,
        passed: 200,
        failed: 0,
      }),
    ],
    [
      'cost in another unit than the budget',
      fact('cost.booked', { booking: 'b3', workPackage: 'w1', date: TODAY, amount: 5, unit: 'JPY' }),
    ],
    [
      'progress of a package that is in no plan',
      fact('progress.reported', { workPackage: 'w9', asOf: TODAY, percentComplete: 10 }),
    ],
  ])('%s', (_, contradicting) => {
    const verdict = assessed([...facts, contradicting])
    expect(verdict.content.recommendation).toBe('HOLD')
    expect(reasonsOf(verdict)).toContain('CONTRADICTION completeness')
  })
})

describe('a verdict is a pure function of facts, policy and moment', () => {
  const more = [
    fact(
      'defect.reported',
      {
        defect: 'D9',
        severity: 'major',
        status: 'open',
        phaseFound: 'st',
        detectedAt: '2026-11-15T10:00:00+09:00',
      },
      { occurredAt: noon('2026-11-15') },
    ),
    fact(
      'defect.reported',
      {
        defect: 'D9',
        severity: 'critical',
        status: 'fixed',
        phaseFound: 'st',
        detectedAt: '2026-11-15T10:00:00+09:00',
      },
      { occurredAt: noon('2026-11-16') },
    ),
  ]
  const log = [...facts, ...more]
  const reference = JSON.stringify(assessed(log))

  test('any order and any repetition of the same facts gives the same verdict, bit for bit', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(log, { minLength: log.length }),
        fc.subarray(log),
        (shuffled, repeated) => {
          const { content, validUntil } = assessed([...shuffled, ...repeated])
          const counts = assessed(log).content.factCounts
          expect(JSON.stringify({ content: { ...content, factCounts: counts }, validUntil })).toBe(reference)
        },
      ),
      { numRuns: 60 },
    )
  })

  test('of two versions of a fact the one that happened later holds, whichever came first', () => {
    const open = assessed(log).content.conditions.find(({ id }) => id === 'open-critical')
    expect(open?.actual).toBe(1)
  })

  test('what happens after the moment is not known yet, and ends the verdict’s validity', () => {
    const later = fact(
      'defect.reported',
      {
        defect: 'D8',
        severity: 'critical',
        status: 'open',
        phaseFound: 'st',
        detectedAt: '2026-11-20T12:02:00+09:00',
      },
      { occurredAt: noon(TODAY) + 120_000 },
    )
    const verdict = assessed([...facts, later])
    expect(verdict.content.recommendation).toBe('SHIP')
    expect(verdict.validUntil).toBe(noon(TODAY) + 120_000)
  })

  test('without anything to come a verdict is valid to the end of the day in the project’s zone', () => {
    expect(assessed(facts).validUntil).toBe(Date.parse('2026-11-21T00:00:00+09:00'))
  })
})

test('each gate asks its own conditions; an unknown phase is a reason to hold', () => {
  const exit = assessed(facts, { gate: 'st' })
  expect(exit.content.recommendation).toBe('SHIP')
  expect(exit.content.conditions.map(({ id }) => id)).toContain('phase-test-consumption')
  const coding = assessed(facts, { gate: 'code' })
  expect(coding.content.conditions.find(({ id }) => id === 'phase-test-consumption')?.state).toBe(
    'NOT_APPLICABLE',
  )
  expect(reasonsOf(assessed(facts, { gate: 'nowhere' }))).toContain('UNKNOWN_PHASE')
  expect(reasonsOf(assessed(facts, { gate: 'plan' }))).toEqual(['CONDITION_NO_DATA quality-plan'])
})

test('a condition of the future is advisory until it takes effect', () => {
  const standard = shippedPolicies().get('standard')!
  const future = standard.gates.release!.map((condition) =>
    condition.id === 'open-minor'
      ? { ...condition, kind: 'required' as const, upper: -1, effectiveFrom: '2026-11-21' }
      : condition,
  )
  const policyOf = () => ({ ...standard, gates: { release: future } })
  expect(assessed(facts, { policyOf }).content.recommendation).toBe('SHIP')
  expect(assessed(facts, { policyOf, at: noon('2026-11-21') }).content.recommendation).toBe('HOLD')
})

test('a project that says it has shipped is judged like any other: saying so changes no figure', () => {
  const shipped = fact(
    'project.declared',
    { ...declaration, status: 'shipped', shippedAt: '2026-11-18T17:00:00+09:00' },
    { occurredAt: noon(TODAY) },
  )
  const worse = fact('tests.reported', {
    phase: 'st',
    asOf: TODAY,
    planned: 200,
    executed: 200,
    passed: 100,
    failed: 100,
  })
  const log = [...replacing(facts, 'tests.reported', worse), shipped]
  expect(assessed(log).content).toMatchObject({ recommendation: 'HOLD', statusDate: TODAY })
})

test('every kind of fact about the project is counted and dated', () => {
  const { content } = assessed(facts)
  expect(content.factCounts['defect.reported' satisfies FactKind]).toBe(5)
  expect(content.dataUpTo['tests.reported']).toBe(TODAY)
  expect(plan.workPackages).toHaveLength(2)
})
