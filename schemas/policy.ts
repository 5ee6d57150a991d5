import { z } from 'zod'
import { collectedKind, componentId, phaseKind } from './facts/common.ts'
import { findingCode, findingSeverity, indicatorId, indicators, unit } from './indicators.ts'
import { type PolicyProblemCode, problemText } from './policy-problems.ts'
import { date, firstRepeated, identifier, line, prose } from './primitives.ts'

/** A cross-field rule of a policy: a problem of the closed list, in English where nothing translates it. */
function policyRule<T>(path: (string | number)[], problem: PolicyProblemCode, holds: (value: T) => boolean) {
  return (value: T, context: z.core.$RefinementCtx<T>): void => {
    if (holds(value)) return
    // A copy: zod puts the path of what lies around this value in front of it, in place.
    const issue = { path: [...path], message: problemText(problem), params: { problem }, input: value }
    context.addIssue({ code: 'custom', ...issue })
  }
}

/** A text in both languages. */
export const bilingual = z.strictObject({ en: prose(), ja: prose() })
export type Bilingual = z.infer<typeof bilingual>

const limit = z.number().min(-1e12).max(1e12)

const waiverDays = z.int().min(1).max(3660)

/** What to do: one text, or one for a value below the lower limit and one for a value above the upper. */
const remedy = z.union([bilingual, z.strictObject({ below: bilingual, above: bilingual })])

/**
 * A source that a gate asks for whatever the project declared: what a project expects of itself can be more, not less.
 * With `phase` from every phase of that kind.
 */
const requiredSource = z.strictObject({
  kind: collectedKind,
  phase: phaseKind.optional(),
  everyDays: z.number().gt(0).max(3660),
})
export type RequiredSource = z.infer<typeof requiredSource>

/** Published reference values that a condition may name; shown as external wherever they are used. */
export const referenceSet = z.enum(['ipa-2018-2019'])
export type ReferenceSet = z.infer<typeof referenceSet>

const densityBand = z
  .strictObject({ lower: limit, median: limit, upper: limit })
  .superRefine(policyRule(['median'], 'MEDIAN_OUTSIDE', (b) => b.lower <= b.median && b.median <= b.upper))

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
        /** For evidence: the checklist item, and of whom its verifier must not be: with `true` of the project's own division, with `organization` neither of its organization nor of its division. */
        item: identifier.optional(),
        independent: z.union([z.boolean(), z.literal('organization')]).optional(),
        /** For findings of earned value: only these codes, and from which severity on. Without codes: from `warning` on. */
        findings: z.array(findingCode).min(1).optional(),
        severity: findingSeverity.optional(),
        /** For the coverage by scans: days within which an asset must have been scanned. */
        withinDays: z.int().min(1).max(3660).optional(),
        /** For scans and vulnerabilities: only scans by these scanners count, by name. */
        scanners: z.array(line()).min(1).max(50).optional(),
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
    /** Evidence that asks for an independent verifier is never waivable, whatever is said here. */
    waivable: z.boolean().default(true),
    /** Longest that a waiver of this condition lasts from its approval, in days; else the policy's. */
    maxWaiverDays: waiverDays.optional(),
    title: bilingual,
    rationale: bilingual,
    remedy,
  })
  .superRefine(policyRule(['lower'], 'LIMITS_MISSING', (c) => c.lower !== undefined || c.upper !== undefined))
  .superRefine(
    policyRule(
      ['upper'],
      'LIMITS_CROSSED',
      (c) => c.lower === undefined || c.upper === undefined || c.lower <= c.upper,
    ),
  )
  .superRefine(
    policyRule(['worst'], 'WORST_INSIDE', (c) => {
      const below = c.worst?.lower === undefined || (c.lower !== undefined && c.worst.lower < c.lower)
      const above = c.worst?.upper === undefined || (c.upper !== undefined && c.worst.upper > c.upper)
      return below && above
    }),
  )
  .superRefine(policyRule(['unit'], 'UNIT_NOT_OF_INDICATOR', (c) => c.unit === indicators[c.indicator].unit))
  .superRefine(
    policyRule(
      ['scope', 'phase'],
      'NOT_BY_PHASE',
      (c) => c.scope.phase === undefined || indicators[c.indicator].byPhase,
    ),
  )
  .superRefine(
    policyRule(
      ['scope', 'component'],
      'NOT_BY_COMPONENT',
      (c) => c.scope.component === undefined || indicators[c.indicator].byComponent,
    ),
  )
  .superRefine(
    policyRule(['scope', 'baseline'], 'BASELINE_MISPLACED', ({ indicator, scope }) => {
      const given = Number(scope.baseline !== undefined) + Number(scope.zoneLimits !== undefined)
      return given === (indicators[indicator].needsLimits ? 1 : 0)
    }),
  )
  .superRefine(
    policyRule(
      ['interval'],
      'NO_INTERVAL',
      (c) => c.interval !== true || indicators[c.indicator].hasInterval,
    ),
  )
  .superRefine(
    policyRule(
      ['scope', 'item'],
      'ITEM_MISPLACED',
      (c) => (c.indicator === 'evidence.passed') === (c.scope.item !== undefined),
    ),
  )
  .superRefine(
    policyRule(
      ['scope', 'findings'],
      'FINDINGS_MISPLACED',
      ({ indicator, scope }) =>
        indicator === 'evm.findings' || (scope.findings === undefined && scope.severity === undefined),
    ),
  )
  .superRefine(
    policyRule(
      ['scope', 'withinDays'],
      'PERIOD_MISPLACED',
      (c) => (c.indicator === 'security.scan-coverage') === (c.scope.withinDays !== undefined),
    ),
  )
  .superRefine(
    policyRule(
      ['scope', 'scanners'],
      'SCANNERS_MISPLACED',
      ({ indicator, scope }) => scope.scanners === undefined || indicators[indicator].byScanner,
    ),
  )
export type Condition = z.infer<typeof condition>

const gate = z
  .strictObject({
    conditions: z.array(condition).max(500),
    /** The parent's count too. */
    requiredSources: z.array(requiredSource).max(100).optional(),
  })
  .superRefine(
    policyRule(
      ['conditions'],
      'CONDITION_REPEATED',
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
  /** Longest that a waiver lasts from its approval, in days; else the parent's, else 90. */
  maxWaiverDays: waiverDays.optional(),
  /** Days before the status date in which a change to the better of the record asks for a review; else the parent's, else 14. */
  lateChangeDays: z.int().min(0).max(366).optional(),
  gates: z.partialRecord(gateKind, gate),
})
export type PolicyDocument = z.infer<typeof policyDocument>

/** One version of a policy by its text. */
export interface PolicyText {
  readonly id: string
  readonly version: number
  /** SHA-256 of the text as it was given, with line ends of one kind. */
  readonly textDigest: string
}

/** A policy ready to judge by: inheritance resolved, digest taken. */
export interface Policy {
  readonly id: string
  readonly version: number
  /** SHA-256 of what is judged by: the policy with its inheritance resolved. */
  readonly digest: string
  readonly textDigest: string
  /** The versions that it builds on, the nearest first. */
  readonly parents: readonly PolicyText[]
  readonly title: Bilingual
  readonly effectiveFrom: string
  readonly residentServices: boolean
  readonly percentCompleteCap: number
  readonly maxWaiverDays: number
  readonly lateChangeDays: number
  readonly requiredSources: Partial<Record<GateKind, readonly RequiredSource[]>>
  readonly gates: Partial<Record<GateKind, readonly Condition[]>>
}
