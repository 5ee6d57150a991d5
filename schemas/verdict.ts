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
  'SOURCE_REFUSED',
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

/** How a waiver stands at a moment. `expiring` is in force too, for 30 days at most. */
export const waiverState = z.enum([
  'requested',
  'in-force',
  'expiring',
  'expired',
  'revoked',
  'refused',
  'unmatched',
])
export type WaiverState = z.infer<typeof waiverState>

/** Why a waiver does nothing: the closed list. */
export const waiverProblem = z.enum([
  'NOT_REQUESTED',
  'REQUEST_CHANGED',
  'SELF_APPROVED',
  'TOO_LONG',
  'NOT_WAIVABLE',
  'UNKNOWN_RELEASE',
  'UNKNOWN_GATE',
  'UNKNOWN_CONDITION',
])
export type WaiverProblem = z.infer<typeof waiverProblem>

/** A waiver of the project with everything said about it. `gate` null = at every gate with the condition. */
export const waiverStanding = z.strictObject({
  waiver: z.string(),
  condition: z.string().nullable(),
  gate: z.string().nullable(),
  release: z.string().nullable(),
  state: waiverState,
  why: waiverProblem.nullable(),
  reason: z.string().nullable(),
  evidence: z.string().nullable(),
  requestedBy: z.string().nullable(),
  requestedAt: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  expiresAt: z.string(),
})
export type WaiverStanding = z.infer<typeof waiverStanding>

/** What is told beside the reasons and holds nothing back. */
export const noticeCode = z.enum([
  'WAIVER_EXPIRING',
  'WAIVER_EXPIRED',
  'WAIVER_REFUSED',
  'WAIVER_UNMATCHED',
  'WAIVER_DOES_NOT_COVER',
  'LATE_CHANGES_REVIEWED',
  'REFUSED_EVENTS_REVIEWED',
])

export const notice = z.strictObject({
  code: noticeCode,
  condition: z.string().nullable(),
  parameters: messageParameters,
})
export type Notice = z.infer<typeof notice>

export const conditionResult = z.strictObject({
  id: z.string(),
  indicator: z.union([indicatorId, z.literal('completeness')]),
  scope: z.record(z.string(), z.union([z.string(), z.boolean(), z.number()])),
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
  /** The date from which it is required, while that has not come. */
  requiredFrom: z.string().optional(),
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
  /** Who asks for it: the project by its declaration, or the policy whatever the project declared. */
  askedBy: z.enum(['project', 'policy']).optional(),
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
    'WAIVER',
    'FACTS',
    'FACTS_LATE',
    'FACTS_NEW',
    'STATUS_DATE',
  ]),
  condition: z.string().nullable(),
  parameters: messageParameters,
})
export type Change = z.infer<typeof change>

/** The policy that was judged by. `digest` is of the resolved policy, `textDigest` of its own text. */
export const policyReference = z.strictObject({
  id: z.string(),
  version: z.int(),
  digest: z.string(),
  textDigest: z.string().optional(),
  /** What it builds on, the nearest first. */
  parents: z.array(z.strictObject({ id: z.string(), version: z.int(), textDigest: z.string() })).optional(),
})
export type PolicyReference = z.infer<typeof policyReference>

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
  /** Absent from verdicts given before they were told. */
  waivers: z.array(waiverStanding).optional(),
  notices: z.array(notice).optional(),
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
