import { z } from 'zod'
import { componentId, phaseKind } from './facts/common.ts'
import { findingCode, findingSeverity, indicatorId, indicators, unit } from './indicators.ts'
import { date, firstRepeated, identifier, line, prose, rule } from './primitives.ts'

/** A text in both languages. */
export const bilingual = z.strictObject({ en: prose(), ja: prose() })
export type Bilingual = z.infer<typeof bilingual>

const limit = z.number().min(-1e12).max(1e12)

/** Published reference values that a condition may name; shown as external wherever they are used. */
export const referenceSet = z.enum(['ipa-2018-2019'])
export type ReferenceSet = z.infer<typeof referenceSet>

const densityBand = z
  .strictObject({ lower: limit, median: limit, upper: limit })
  .superRefine(
    rule(['median'], 'must lie between lower and upper', (b) => b.lower <= b.median && b.median <= b.upper),
  )

const slug = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}$/, { error: 'must be 1-63 characters of a-z, 0-9 and -' })

/**
 * One condition of a gate. It passes when the indicator lies within `lower` and `upper`, both included.
 * `worst` is where its credit in the score reaches 0, on either side.
 */
export const condition = z
  .strictObject({
    id: slug,
    indicator: indicatorId,
    scope: z
      .strictObject({
        /** Only this kind of phase; `gate` = the phase whose exit is judged. */
        phase: z.union([phaseKind, z.literal('gate')]).optional(),
        /** What the condition becomes when the project has no such phase. Without it: NO_DATA. */
        ifPhaseAbsent: z.literal('not-applicable').optional(),
        /** At a phase exit: judged for these kinds of phase only; for the others the condition is not applicable. */
        onlyPhases: z.array(phaseKind).min(1).optional(),
        /** Only this component, by its declared id. */
        component: componentId.optional(),
        /** For zones and expected defects: published limits, or the organisation's own with their source. */
        baseline: referenceSet.optional(),
        zoneLimits: z.strictObject({ source: line(), tests: densityBand, defects: densityBand }).optional(),
        /** For evidence: the checklist item, and whether its verifier must be of another organization or division. */
        item: identifier.optional(),
        independent: z.boolean().optional(),
        /** For findings of earned value: only these codes, and from which severity on. Without codes: from `warning` on. */
        findings: z.array(findingCode).min(1).optional(),
        severity: findingSeverity.optional(),
      })
      .default({}),
    lower: limit.optional(),
    upper: limit.optional(),
    worst: z.strictObject({ lower: limit.optional(), upper: limit.optional() }).optional(),
    unit,
    weight: z.number().min(0).max(1000).default(1),
    kind: z.enum(['required', 'advisory']),
    /** Judged by the 95 % interval: INCONCLUSIVE while it covers a limit. */
    interval: z.boolean().optional(),
    minSample: z.number().min(0).max(1e9).optional(),
    maxAgeDays: z.number().min(0).max(3660).optional(),
    effectiveFrom: date.optional(),
    waivable: z.boolean().default(true),
    title: bilingual,
    rationale: bilingual,
    remedy: bilingual,
  })
  .superRefine(
    rule(
      ['lower'],
      'a condition needs lower, upper or both',
      (c) => c.lower !== undefined || c.upper !== undefined,
    ),
  )
  .superRefine(
    rule(
      ['upper'],
      'must not be below lower',
      (c) => c.lower === undefined || c.upper === undefined || c.lower <= c.upper,
    ),
  )
  .superRefine(
    rule(['worst'], 'must lie outside the limits', (c) => {
      const below = c.worst?.lower === undefined || (c.lower !== undefined && c.worst.lower < c.lower)
      const above = c.worst?.upper === undefined || (c.upper !== undefined && c.worst.upper > c.upper)
      return below && above
    }),
  )
  .superRefine(rule(['unit'], "must be the indicator's unit", (c) => c.unit === indicators[c.indicator].unit))
  .superRefine(
    rule(
      ['scope', 'phase'],
      'this indicator is not measured by phase',
      (c) => c.scope.phase === undefined || indicators[c.indicator].byPhase,
    ),
  )
  .superRefine(
    rule(
      ['scope', 'component'],
      'this indicator is not measured by component',
      (c) => c.scope.component === undefined || indicators[c.indicator].byComponent,
    ),
  )
  .superRefine(
    rule(
      ['scope', 'baseline'],
      'zones and expected defects need either baseline or zoneLimits, other indicators have none',
      ({ indicator, scope }) => {
        const given = Number(scope.baseline !== undefined) + Number(scope.zoneLimits !== undefined)
        return given === (indicators[indicator].needsLimits ? 1 : 0)
      },
    ),
  )
  .superRefine(
    rule(
      ['interval'],
      'this indicator is a complete count and has no interval',
      (c) => c.interval !== true || indicators[c.indicator].hasInterval,
    ),
  )
  .superRefine(
    rule(
      ['scope', 'item'],
      'evidence needs the item, other indicators have none',
      (c) => (c.indicator === 'evidence.passed') === (c.scope.item !== undefined),
    ),
  )
  .superRefine(
    rule(
      ['scope', 'findings'],
      'only evm.findings is limited to codes or a severity',
      ({ indicator, scope }) =>
        indicator === 'evm.findings' || (scope.findings === undefined && scope.severity === undefined),
    ),
  )
export type Condition = z.infer<typeof condition>

const gate = z
  .strictObject({ conditions: z.array(condition).max(500) })
  .superRefine(
    rule(
      ['conditions'],
      'condition ids must be unique',
      (g) => firstRepeated(g.conditions.map((c) => c.id)) === undefined,
    ),
  )

/** The gates: the plan, the exit of each phase, the release. */
export const gateKind = z.enum(['plan', 'phase-exit', 'release'])
export type GateKind = z.infer<typeof gateKind>

/** A policy as written: one YAML file, one profile. With `extends`, conditions of the same id replace the parent's. */
export const policyDocument = z.strictObject({
  schema: z.literal('kanmon.policy/1'),
  id: slug,
  version: z.int().min(1).max(1_000_000),
  effectiveFrom: date,
  extends: slug.optional(),
  owner: line(),
  title: bilingual,
  /** Whether it is strict enough for services to residents that handle personal data. Not inherited. */
  residentServices: z.boolean().default(false),
  /** Highest percent complete credited without objective evidence of completion. */
  percentCompleteCap: z.number().min(0).max(100).optional(),
  gates: z.partialRecord(gateKind, gate),
})
export type PolicyDocument = z.infer<typeof policyDocument>

/** A policy ready to judge by: inheritance resolved, digest taken. */
export interface Policy {
  readonly id: string
  readonly version: number
  readonly digest: string
  readonly title: Bilingual
  readonly effectiveFrom: string
  readonly residentServices: boolean
  readonly percentCompleteCap: number
  readonly gates: Partial<Record<GateKind, readonly Condition[]>>
}
