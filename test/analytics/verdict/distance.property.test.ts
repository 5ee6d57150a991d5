import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Fact } from '../../../schemas/facts/index.ts'
import type { IndicatorId } from '../../../schemas/indicators.ts'
import { indicators } from '../../../schemas/indicators.ts'
import type { Condition, Policy } from '../../../schemas/policy.ts'
import type { Step } from '../../../schemas/verdict.ts'
import { assessed, shippedPolicies } from '../../helpers/assessing.ts'
import { fact, noon, shippingFacts, TODAY } from '../../helpers/project-facts.ts'

/** What can be changed of the project: test cases, work done of 400 hours, open defects. */
interface Situation {
  readonly planned: number
  readonly executed: number
  readonly passed: number
  readonly earned: number
  readonly open: number
}

/** A number between two, in hundredths: spread evenly, unlike doubles, most of which are next to nothing. */
const between = (min: number, max: number) =>
  fc.integer({ min: Math.round(100 * min), max: Math.round(100 * max) }).map((hundredths) => hundredths / 100)

const situation = fc
  .record({
    planned: fc.integer({ min: 1, max: 400 }),
    executedShare: between(0, 1.2),
    passedShare: between(0, 1),
    earned: between(0, 400),
    open: fc.integer({ min: 0, max: 12 }),
  })
  .map(({ planned, executedShare, passedShare, earned, open }): Situation => {
    const executed = Math.round(planned * executedShare)
    return { planned, executed, passed: Math.floor(executed * passedShare), earned, open }
  })

const limits = (min: number, max: number) =>
  fc
    .tuple(between(min, max), between(0, (max - min) / 5))
    .map(([lower, width]) => ({ lower, upper: lower + width }))
const limited: readonly (readonly [IndicatorId, fc.Arbitrary<{ lower?: number; upper: number }>])[] = [
  ['tests.consumption', limits(1, 120)],
  ['tests.pass-rate', limits(1, 100)],
  ['tests.plan-kept', limits(1, 100)],
  ['tests.density', limits(0.1, 40)],
  ['evm.spi', limits(0.6, 1)],
  ['evm.cpi', limits(0.6, 1)],
  ['evm.percent-complete', limits(60, 100)],
  ['defects.open-major', between(0, 8).map((upper) => ({ upper }))],
]

const others = shippingFacts().filter(
  ({ kind, key }) => kind !== 'tests.reported' && (kind !== 'progress.reported' || !key.startsWith('w2')),
)

function factsOf({ planned, executed, passed, earned, open }: Situation): Fact[] {
  const counts = { planned, executed, passed, failed: executed - passed }
  return [
    ...others,
    fact('tests.reported', { phase: 'st', asOf: TODAY, ...counts }),
    fact('progress.reported', { workPackage: 'w2', asOf: TODAY, unitsDone: earned / 2 }),
    ...Array.from({ length: open }, (_, n) =>
      fact(
        'defect.reported',
        {
          defect: `O${n}`,
          severity: 'major',
          status: 'open',
          phaseFound: 'st',
          component: 'core',
          detectedAt: '2026-11-09T10:00:00+09:00',
        },
        { occurredAt: noon('2026-11-12') },
      ),
    ),
  ]
}

/** The situation after exactly what the step asks for; null when the project cannot do that. */
function after(given: Situation, { unit, amount }: Step): Situation | null {
  if (amount === null) return null
  switch (unit) {
    case 'executed-cases':
      return { ...given, executed: given.executed + amount }
    case 'passed-cases':
      return { ...given, passed: given.passed + amount }
    case 'earned-value':
      return given.earned + amount > 400 ? null : { ...given, earned: given.earned + amount }
    case 'open-defects':
      return { ...given, open: given.open - amount }
    case null:
    default:
      throw new Error(`no way to apply ${unit}`)
  }
}

const standard = shippedPolicies().get('standard')!
const text = { en: 'x', ja: 'x' }

function policyOf(indicator: IndicatorId, limit: { lower?: number; upper: number }): Policy {
  const condition: Condition = {
    id: 'judged',
    indicator,
    scope: indicators[indicator].family === 'PROGRESS' ? {} : { phase: 'system-test' },
    ...limit,
    unit: indicators[indicator].unit,
    weight: 1,
    kind: 'required',
    waivable: true,
    title: text,
    rationale: text,
    remedy: text,
  }
  return { ...standard, gates: { release: [condition] } }
}

function judged(given: Situation, policy: Policy) {
  const { conditions, distanceToShip } = assessed(factsOf(given), { policyOf: () => policy }).content
  return {
    state: conditions.find(({ id }) => id === 'judged')!.state,
    step: distanceToShip.find(({ condition }) => condition === 'judged'),
  }
}

test.each(limited)(
  '%s: doing what the distance says, and no more, makes the condition pass',
  (indicator, limit) => {
    let applied = 0
    fc.assert(
      fc.property(situation, limit, (given, bounds) => {
        const policy = policyOf(indicator, bounds)
        const { state, step } = judged(given, policy)
        expect(step === undefined).toBe(state === 'PASS')
        const changed = step === undefined ? null : after(given, step)
        if (changed === null) return
        applied += 1
        expect(judged(changed, policy).state).toBe('PASS')
        // One case or defect less is not enough: the amount is the least.
        if (!Number.isInteger(step!.amount)) return
        const less = after(given, { ...step!, amount: step!.amount! - 1 })
        if (step!.unit !== 'earned-value') expect(judged(less!, policy).state).not.toBe('PASS')
      }),
      { numRuns: 150 },
    )
    expect(applied).toBeGreaterThan(10)
  },
)
