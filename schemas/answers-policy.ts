import { z } from 'zod'
import { change, policyReference, recommendation } from './verdict.ts'
import { condition, gateKind, policyDocument } from './policy.ts'
import { policyProblem } from './policy-problems.ts'

const at = z.string().describe('RFC 3339 instant')

/** Whether a version is what is judged by today, comes later, or came before. */
export const policyState = z.enum(['in-force', 'planned', 'superseded'])

const recorded = {
  version: z.int(),
  effectiveFrom: z.string().describe('its first status date'),
  state: policyState,
  uploadedAt: at,
  uploadedBy: z.string().describe('file: it came with kanmon or was configured'),
  textDigest: z.string().describe('SHA-256 of the text'),
}

export const policyList = z.strictObject({
  policies: z.array(
    z.strictObject({
      id: z.string(),
      title: z.string(),
      owner: z.string(),
      extends: z.string().nullable(),
      versions: z.array(z.strictObject(recorded)).describe('the newest first'),
    }),
  ),
})
export type PolicyList = z.infer<typeof policyList>

const conditions = z.array(condition)

/** What a policy asks for with everything that it inherits. */
export const resolvedPolicy = z.strictObject({
  id: z.string(),
  version: z.int(),
  digest: z.string(),
  textDigest: z.string(),
  parents: policyReference.shape.parents.unwrap(),
  title: policyDocument.shape.title,
  effectiveFrom: z.string(),
  residentServices: z.boolean(),
  percentCompleteCap: z.number(),
  maxWaiverDays: z.number(),
  lateChangeDays: z.number(),
  requiredSources: z.record(z.string(), z.array(z.unknown())),
  gates: z.partialRecord(gateKind, conditions),
})

export const policyAnswer = z.strictObject({
  id: z.string(),
  ...recorded,
  title: z.string(),
  owner: z.string(),
  extends: z.string().nullable(),
  resolved: resolvedPolicy,
  text: z.string().describe('as it was uploaded'),
})
export type PolicyAnswer = z.infer<typeof policyAnswer>

export const policyReceipt = z.strictObject({
  id: z.string(),
  ...recorded,
  digest: z.string().describe('of the resolved policy, as verdicts name it'),
  isNew: z.boolean().describe('false: this text was known already'),
  warnings: z.array(policyProblem),
})
export type PolicyReceipt = z.infer<typeof policyReceipt>

const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const direction = z.enum(['tighter', 'looser', 'other'])
const fieldChange = z.strictObject({
  field: z.string(),
  from: value,
  to: value,
  direction,
  mayLoosen: z.boolean(),
})

export const policyDifferenceAnswer = z.strictObject({
  from: policyReference,
  to: policyReference,
  conditions: z.array(
    z.strictObject({
      gate: gateKind,
      condition: z.string(),
      code: z.enum(['ADDED', 'REMOVED', 'CHANGED']),
      kind: z.enum(['required', 'advisory']),
      lower: z.number().nullable(),
      upper: z.number().nullable(),
      unit: z.string(),
      direction,
      fields: z.array(fieldChange),
      message: z.string(),
    }),
  ),
  settings: z.array(fieldChange.extend({ message: z.string() })),
  counts: z.strictObject({ tighter: z.int(), looser: z.int(), other: z.int() }),
})
export type PolicyDifferenceAnswer = z.infer<typeof policyDifferenceAnswer>

const shadowChange = change.omit({ parameters: true }).extend({ message: z.string() })

/** What a version that is not in force yet says beside the verdict. It never has a part in it. */
export const shadowAnswer = z.strictObject({
  policy: policyReference,
  effectiveFrom: z.string(),
  recommendation,
  score: z.number(),
  changes: z.array(shadowChange).describe('from the verdict to what it would be'),
})
export type ShadowAnswer = z.infer<typeof shadowAnswer>

const reasonLine = z.strictObject({
  code: z.string(),
  kind: z.string(),
  condition: z.string().nullable(),
  message: z.string(),
})

export const portfolioShadow = z.strictObject({
  policy: policyReference,
  effectiveFrom: z.string(),
  gate: z.string(),
  evaluatedAt: at,
  counts: z.strictObject({ projects: z.int(), toHold: z.int(), toShip: z.int(), unchanged: z.int() }),
  projects: z
    .array(
      z.strictObject({
        project: z.string(),
        name: z.string().nullable(),
        profile: z.string(),
        from: recommendation,
        to: recommendation,
        score: z.number(),
        reasons: z.array(reasonLine).describe('of HOLD by the planned version'),
        changes: z.array(shadowChange),
      }),
    )
    .describe('every project whose verdict would change, those that flip first'),
})
export type PortfolioShadow = z.infer<typeof portfolioShadow>
