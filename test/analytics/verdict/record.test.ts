import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fact } from '../../../schemas/facts/index.ts'
import { assessed, reasonsOf } from '../../helpers/assessing.ts'
import { declaration, fact, noon, shippingFacts, TODAY } from '../../helpers/project-facts.ts'

const facts = shippingFacts()
const at = noon(TODAY)

function contradictionsOf(log: readonly Fact[], options: Parameters<typeof assessed>[1] = {}) {
  const { reasons } = assessed(log, options).content
  return reasons.filter(({ code }) => code === 'CONTRADICTION').map(({ parameters }) => parameters)
}

const defect = (change: object, occurredAt: number, receivedAt = occurredAt) =>
  fact(
    'defect.reported',
    {
      defect: 'D1',
      severity: 'critical',
      status: 'closed',
      phaseFound: 'st',
      component: 'core',
      detectedAt: '2026-11-09T10:00:00+09:00',
      closedAt: '2026-11-12T10:00:00+09:00',
      ...change,
    },
    { occurredAt, receivedAt },
  )
const redeclared = (change: object, date: string) =>
  fact('project.declared', { ...declaration, ...change }, { occurredAt: noon(date) })
const review = (item: string, verifiedAt: number, verifier: object = {}) =>
  fact(
    'evidence.recorded',
    {
      gate: 'release',
      item,
      result: 'passed',
      verifier: { name: 'Q', organization: 'Org', division: 'QA headquarters', ...verifier },
      statement: 'seen and right',
      verifiedAt: new Date(verifiedAt).toISOString(),
    },
    { occurredAt: verifiedAt },
  )

describe('a record made to fit the gate holds until somebody outside has reviewed it', () => {
  test.each<[string, Fact, object]>([
    [
      'a severity lowered',
      defect({ severity: 'minor' }, noon('2026-11-18')),
      { contradiction: 'SEVERITY_LOWERED', about: 'D1', detail: 'critical → minor' },
    ],
    [
      'a defect taken back',
      defect({ retracted: true }, noon('2026-11-18')),
      { contradiction: 'DEFECT_WITHDRAWN', about: 'D1' },
    ],
    [
      'an expectation dropped',
      redeclared({ expects: declaration.expects.slice(0, 2) }, '2026-11-18'),
      { contradiction: 'DECLARATION_WEAKENED', detail: 'expects cost.booked' },
    ],
    [
      'an expectation made rarer',
      redeclared(
        { expects: [{ ...declaration.expects[0]!, everyDays: 60 }, ...declaration.expects.slice(1)] },
        '2026-11-18',
      ),
      { contradiction: 'DECLARATION_WEAKENED', detail: 'expects tests.reported st' },
    ],
    [
      'another division',
      redeclared({ division: 'Elsewhere' }, '2026-11-18'),
      { contradiction: 'DECLARATION_WEAKENED', detail: 'division' },
    ],
    [
      'another profile',
      redeclared({ profile: 'reliability-growth' }, '2026-11-18'),
      { contradiction: 'DECLARATION_WEAKENED', detail: 'profile' },
    ],
  ])('%s', (_, change, expected) => {
    expect(contradictionsOf([...facts, change])).toMatchObject([expected])
    const reviewed = assessed([...facts, change, review('late-changes', at - 1000)])
    expect(reviewed.content.reasons.filter(({ code }) => code === 'CONTRADICTION')).toEqual([])
    expect(reviewed.content.notices?.map(({ code }) => code)).toContain('LATE_CHANGES_REVIEWED')
  })

  const lowered = defect({ severity: 'minor' }, noon('2026-11-18'))

  test('a review by the own division, one before the change, and one of another gate do not count', () => {
    const own = review('late-changes', at, { division: 'Div' })
    const early = review('late-changes', noon('2026-11-17'))
    const elsewhere = fact('evidence.recorded', { ...review('late-changes', at).data, gate: 'st' })
    for (const given of [own, early, elsewhere])
      expect(contradictionsOf([...facts, lowered, given])).toHaveLength(1)
  })

  test('a change that is said to have happened long ago and comes late is late', () => {
    const backdated = defect({ severity: 'minor' }, noon('2026-11-12') + 1, at)
    // D1 was known as critical on the 12th. Fourteen days later only what was learned of late is still late.
    const later = { at: noon('2026-11-30') }
    expect(contradictionsOf([...facts, backdated], later)).toMatchObject([
      { contradiction: 'SEVERITY_LOWERED' },
    ])
    const early = defect({ severity: 'minor' }, noon('2026-11-12') + 1)
    expect(contradictionsOf([...facts, early], later)).toEqual([])
  })

  test('a history that is imported in one day altered nothing', () => {
    const old = { detectedAt: '2026-10-20T10:00:00+09:00', closedAt: '2026-10-25T10:00:00+09:00' }
    const imported = [
      defect({ status: 'open', ...old }, noon('2026-10-20'), at),
      defect({ severity: 'minor', ...old }, noon('2026-10-25'), at),
    ].map((version) => ({ ...version, key: 'D99', data: { ...version.data, defect: 'D99' } }) as Fact)
    expect(contradictionsOf([...facts, ...imported])).toEqual([])
  })

  test('what was put back as it was is no change', () => {
    const restored = defect({}, noon('2026-11-19'))
    expect(contradictionsOf([...facts, lowered, restored])).toEqual([])
  })
})

describe('two sources that say different things of one moment', () => {
  const moment = noon('2026-11-19')
  const report = (source: string, passed: number, provenance?: object) => ({
    ...fact(
      'tests.reported',
      {
        phase: 'st',
        asOf: '2026-11-19',
        planned: 200,
        executed: 200,
        passed,
        failed: 200 - passed,
        ...(provenance && { provenance }),
      },
      { occurredAt: moment },
    ),
    source,
  })

  test('contradict each other, whichever id is greater', () => {
    const pair = [report('urn:a', 200), report('urn:b', 150)]
    for (const log of [pair, pair.toReversed()])
      expect(contradictionsOf([...facts, ...log])).toEqual([
        { contradiction: 'SOURCES_DISAGREE', about: 'st//2026-11-19', detail: 'tests.reported' },
      ])
  })

  test('do not when they agree, wherever they read it', () => {
    const pair = [report('urn:a', 200), report('urn:b', 200, { tool: 'other' })]
    expect(contradictionsOf([...facts, ...pair])).toEqual([])
  })

  test('do not when something newer is known', () => {
    const newer = { ...report('urn:a', 200), occurredAt: moment + 1 }
    expect(contradictionsOf([...facts, report('urn:a', 200), report('urn:b', 150), newer])).toEqual([])
  })
})

describe('events that were refused hold', () => {
  const refused = [
    { kind: 'defect.reported', code: 'WRONG_TYPE', count: 3, first: at - 7_200_000, last: at - 3_600_000 },
  ]

  test('with their number, kind and reason', () => {
    const { content } = assessed(facts, { refused })
    expect(content.recommendation).toBe('HOLD')
    expect(content.reasons).toMatchObject([
      {
        code: 'SOURCE_REFUSED',
        condition: 'completeness',
        parameters: { count: 3, refusedKind: 'defect.reported', refusal: 'WRONG_TYPE' },
      },
    ])
    expect(content.conditions[0]).toMatchObject({ id: 'completeness', state: 'FAIL', why: 'SOURCE_REFUSED' })
  })

  test('until somebody outside has looked at all of them', () => {
    const seen = [...facts, review('refused-events', at - 1000)]
    expect(assessed(seen, { refused }).content.recommendation).toBe('SHIP')
    const more = [{ ...refused[0]!, last: at }]
    expect(reasonsOf(assessed(seen, { refused: more }))).toEqual(['SOURCE_REFUSED completeness'])
  })
})

describe('the policy’s own sources', () => {
  test('are asked for although the project does not expect them', () => {
    const modest = facts.map((known) =>
      known.kind === 'project.declared'
        ? fact(
            'project.declared',
            { ...declaration, expects: [{ kind: 'size.measured', everyDays: 400 }] },
            { occurredAt: known.occurredAt },
          )
        : known,
    )
    expect(assessed(modest).content.recommendation).toBe('SHIP')
    const silent = modest.filter(({ kind }) => kind !== 'cost.booked')
    expect(reasonsOf(assessed(silent))).toContain('SOURCE_MISSING completeness')
    expect(assessed(silent).content.completeness).toContainEqual(
      expect.objectContaining({ kind: 'cost.booked', askedBy: 'policy', state: 'missing' }),
    )
  })
})

test('running the tests again with the same result makes data fresh and nothing else better', () => {
  const counts = fc.record({
    planned: fc.integer({ min: 0, max: 300 }),
    executed: fc.integer({ min: 0, max: 300 }),
    share: fc.integer({ min: 0, max: 100 }),
    earlier: fc.integer({ min: 0, max: 300 }),
  })
  fc.assert(
    fc.property(counts, ({ planned, executed, share, earlier }) => {
      const passed = Math.floor((executed * share) / 100)
      const report = (asOf: string, done: number, ok: number) =>
        fact(
          'tests.reported',
          { phase: 'st', asOf, planned, executed: done, passed: ok, failed: done - ok },
          { occurredAt: noon(asOf) },
        )
      const others = facts.filter(({ kind }) => kind !== 'tests.reported')
      const log = [...others, report('2026-11-12', earlier, earlier), report('2026-11-18', executed, passed)]
      const before = reasonsOf(assessed(log))
      const after = reasonsOf(assessed([...log, report(TODAY, executed, passed)]))
      expect(after).toEqual(before)
    }),
    { numRuns: 60 },
  )
})
