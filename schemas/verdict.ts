import { z } from 'zod'
import { indicatorId, reasonKind, unit } from './indicators.ts'
import { bilingual } from './policy.ts'

export const recommendation = z.enum(['SHIP', 'HOLD'])
export type Recommendation = z.infer<typeof recommendation>

export const conditionState = z.enum([
  'PASS',
  'FAIL',
  'NO_DATA',
  'STALE',
  'INCONCLUSIVE',
  'ERROR',
  'NOT_APPLICABLE',
])
export type ConditionState = z.infer<typeof conditionState>

/** Every reason for HOLD: the closed list of codes. */
export const reasonCode = z.enum([
  'PROJECT_UNDECLARED',
  'PROJECT_CANCELLED',
  'EVALUATION_FAILED',
  'NO_POLICY',
  'PROFILE_TOO_LAX',
  'NO_GATE',
  'NO_REQUIRED_CONDITION',
  'UNKNOWN_PHASE',
  'NO_EXPECTED_SOURCES',
  'SOURCE_MISSING',
  'SOURCE_STALE',
  'CONTRADICTION',
  'CONDITION_FAILED',
  'CONDITION_NO_DATA',
  'CONDITION_STALE',
  'CONDITION_INCONCLUSIVE',
  'CONDITION_ERROR',
  'HOLD_IN_FORCE',
])
export type ReasonCode = z.infer<typeof reasonCode>

/** Values put into a message: numbers and texts only, so that it reads the same in every language. */
export const messageParameters = z.record(z.string(), z.union([z.string(), z.number(), z.null(), bilingual]))
export type MessageParameters = z.infer<typeof messageParameters>

export const reason = z.strictObject({
  code: reasonCode,
  kind: reasonKind,
  condition: z.string().nullable(),
  parameters: messageParameters,
})
export type Reason = z.infer<typeof reason>

/** A waiver as applied to a condition; the condition is judged and shown all the same. */
export const waiverMark = z.strictObject({
  waiver: z.string(),
  state: z.enum(['in-force', 'requested', 'expired', 'revoked', 'refused']),
  requestedBy: z.string(),
  approvedBy: z.string().nullable(),
  expiresAt: z.string(),
})
export type WaiverMark = z.infer<typeof waiverMark>

export const conditionResult = z.strictObject({
  id: z.string(),
  indicator: z.union([indicatorId, z.literal('completeness')]),
  scope: z.record(z.string(), z.union([z.string(), z.boolean()])),
  state: conditionState,
  /** Why the state is what it is, when it is neither PASS nor FAIL: a code of the indicator or of the rule. */
  why: z.string().nullable(),
  actual: z.number().nullable(),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  unit: z.union([unit, z.literal('sources')]),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  sampleSize: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).optional(),
  dataAgeDays: z.number().nullable(),
  required: z.boolean(),
  weight: z.number(),
  /** Share of the weight that counts in the score, 0 to 1. */
  credit: z.number(),
  waiver: waiverMark.optional(),
  title: bilingual,
  remedy: bilingual,
  /** Query of `/v1/projects/{id}/facts` that lists the facts behind the number. */
  facts: z.string(),
})
export type ConditionResult = z.infer<typeof conditionResult>

/** One step of the least that must change before the recommendation can become SHIP. */
export const step = z.strictObject({
  code: z.enum(['RAISE', 'LOWER', 'DELIVER', 'RESOLVE', 'DECIDE', 'LIFT', 'DECLARE']),
  condition: z.string().nullable(),
  /** How much of `unit`, when that can be said. */
  amount: z.number().nullable(),
  unit: z.string().nullable(),
  parameters: messageParameters,
})
export type Step = z.infer<typeof step>

export const sourceStatus = z.strictObject({
  kind: z.string(),
  phase: z.string().nullable(),
  component: z.string().nullable(),
  everyDays: z.number(),
  state: z.enum(['delivered', 'missing', 'stale', 'not-due']),
  lastDate: z.string().nullable(),
  ageDays: z.number().nullable(),
})
export type SourceStatus = z.infer<typeof sourceStatus>

export const holdInForce = z.strictObject({
  hold: z.string(),
  office: z.string(),
  scope: z.string(),
  reason: z.string(),
  placedBy: z.string(),
  placedAt: z.string(),
})
export type HoldInForce = z.infer<typeof holdInForce>

/** One thing that is different between two verdicts on the same project and gate. */
export const change = z.strictObject({
  code: z.enum([
    'RECOMMENDATION',
    'SCORE',
    'POLICY',
    'CONDITION_STATE',
    'CONDITION_VALUE',
    'CONDITION_ADDED',
    'CONDITION_REMOVED',
    'HOLD_PLACED',
    'HOLD_LIFTED',
    'FACTS',
    'STATUS_DATE',
  ]),
  condition: z.string().nullable(),
  parameters: messageParameters,
})
export type Change = z.infer<typeof change>

export const policyReference = z.strictObject({ id: z.string(), version: z.int(), digest: z.string() })

/**
 * What was judged: a pure function of the facts, the policy and the status date. Two equal inputs give
 * two equal contents, bit for bit, so its digest is the verdict's id.
 */
export const verdictContent = z.strictObject({
  project: z.string(),
  gate: z.string(),
  statusDate: z.string(),
  recommendation,
  score: z.number(),
  reasons: z.array(reason),
  conditions: z.array(conditionResult),
  distanceToShip: z.array(step),
  holds: z.array(holdInForce),
  completeness: z.array(sourceStatus),
  policy: policyReference.nullable(),
  metricVersions: z.record(z.string(), z.int()),
  dataUpTo: z.record(z.string(), z.string()),
  factCounts: z.record(z.string(), z.int()),
})
export type VerdictContent = z.infer<typeof verdictContent>

/** A verdict and how long it stays true when no newer fact arrives. Instants are milliseconds. */
export interface Assessment {
  readonly content: VerdictContent
  readonly validUntil: number
}
