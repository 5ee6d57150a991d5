import { z } from 'zod'
import { evidenceRecorded } from './facts/quality.ts'
import { conditionState, waiverStanding } from './verdict.ts'

/** A waiver of a project as it stands. */
export const waiverAnswer = waiverStanding.extend({ project: z.string() })
export const waiverList = z.strictObject({ waivers: z.array(waiverAnswer) })

/** What one verifier said of a checklist item, and whether it counts for it. */
export const evidenceRecord = evidenceRecorded
  .pick({
    result: true,
    verifier: true,
    recordedBy: true,
    statement: true,
    uri: true,
    sha256: true,
    verifiedAt: true,
  })
  .extend({
    recordedAt: z.string(),
    counts: z.boolean().describe('whether its verifier may confirm the item; a failure always counts'),
  })

/** One item of a gate's checklist: what is asked, what is there, what is missing. */
export const evidenceItem = z.strictObject({
  item: z.string(),
  condition: z.string().nullable().describe('null for the reviews of what stands against the record'),
  title: z.string(),
  remedy: z.string(),
  required: z.boolean(),
  independent: z.union([z.boolean(), z.literal('organization')]),
  maxAgeDays: z.number().nullable(),
  state: conditionState,
  message: z.string(),
  records: z.array(evidenceRecord),
})

export const evidenceList = z.strictObject({
  project: z.string(),
  gate: z.string(),
  release: z.string(),
  statusDate: z.string(),
  at: z.string(),
  asOf: z.string(),
  items: z.array(evidenceItem),
  missing: z.array(z.string()).describe('the required items that do not pass'),
})

/** Evidence as it was recorded. */
export const evidenceAnswer = z.strictObject({
  project: z.string(),
  gate: z.string(),
  item: z.string(),
  release: z.string(),
  recordedAt: z.string(),
  result: z.string(),
})
