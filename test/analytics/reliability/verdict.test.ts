import { expect, test } from 'vitest'
import { fromEpochDay, toEpochDay } from '../../../analytics/calendar/civil-date.ts'
import { condition, type Condition } from '../../../schemas/policy.ts'
import { assessed, reasonsOf, shippedPolicies } from '../../helpers/assessing.ts'
import { declaration, fact, noon, replacing, shippingFacts, TODAY } from '../../helpers/project-facts.ts'
import { describeWithReference, series } from './reference-data.ts'

const text = { en: 'x', ja: 'x' }
const growth: readonly Condition[] = [
  { id: 'residual', indicator: 'reliability.residual-severe-upper', upper: 5, unit: 'count' },
  { id: 'convergence', indicator: 'reliability.convergence-ratio-lower', lower: 0.9, unit: 'ratio' },
  { id: 'trend', indicator: 'reliability.trend', upper: -1.645, unit: 'ratio' },
].map((part) => condition.parse({ ...part, kind: 'required', title: text, rationale: text, remedy: text }))

/** The standard policy with conditions on reliability growth at its release gate. */
function policyOf(profile: string) {
  const policy = shippedPolicies().get(profile)
  const release = policy?.gates.release
  if (policy === undefined || release === undefined) return null
  return { ...policy, gates: { ...policy.gates, release: [...release, ...growth] } }
}

/** The shipping project, its defects found so many a day up to TODAY, all closed. */
function withDefects(perDay: readonly number[]) {
  const first = toEpochDay(TODAY) - perDay.length + 1
  const phases = declaration.phases.map((phase) =>
    phase.id === 'st' ? { ...phase, plannedStart: fromEpochDay(first) } : phase,
  )
  const declared = fact('project.declared', { ...declaration, phases }, { occurredAt: noon('2026-10-01') })
  let serial = 0
  const defects = perDay.flatMap((count, day) =>
    Array.from({ length: count }, () => {
      const date = fromEpochDay(first + day)
      const at = `${date}T10:00:00+09:00`
      const data = {
        defect: `D${(serial += 1)}`,
        severity: 'minor',
        status: 'closed',
        phaseFound: 'st',
        component: 'core',
        detectedAt: at,
        closedAt: `${TODAY}T11:00:00+09:00`,
      }
      return fact('defect.reported', data, { occurredAt: noon(TODAY) })
    }),
  )
  return replacing(replacing(shippingFacts(), 'defect.reported', ...defects), 'project.declared', declared)
}

test('reliability growth can only hold back: without a number the release is held', () => {
  const reasons = reasonsOf(assessed(withDefects([1, 0, 1, 2, 1]), { policyOf }))
  expect(reasons).toEqual(
    expect.arrayContaining(['residual', 'convergence', 'trend'].map((id) => `CONDITION_NO_DATA ${id}`)),
  )
})

describeWithReference('on musa_ss2', () => {
  test('the project is on HOLD: no finite estimate, the detection rate is not falling', () => {
    const perDay = series('musa_ss2_daily.csv').intervals.map(({ count }) => count)
    const { content } = assessed(withDefects(perDay), { policyOf })
    expect(content.recommendation).toBe('HOLD')
    const of = (id: string) => content.conditions.find((result) => result.id === id)
    expect(of('residual')).toMatchObject({ state: 'NO_DATA', why: 'NO_FINITE_ESTIMATE', sampleSize: 192 })
    expect(of('convergence')).toMatchObject({ state: 'NO_DATA', why: 'NO_FINITE_ESTIMATE' })
    expect(of('trend')).toMatchObject({ state: 'FAIL' })
    expect(of('trend')?.actual).toBeCloseTo(2.157, 3)
  })
})
