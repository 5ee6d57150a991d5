import { z } from 'zod'
import { identifier, instant, line, projectId, prose } from '../primitives.ts'
import { provenance } from './common.ts'

/** An order is taken back by another order, never by a retraction. */
const base = { provenance: provenance.optional() }

/** The offices that may hold a release; each lifts only its own holds. */
export const office = z.enum(['CQO', 'CISO', 'QA'])
export type Office = z.infer<typeof office>

export const holdScope = z.union([
  z.strictObject({ project: projectId }),
  z.strictObject({ division: line() }),
  z.literal('all'),
])
export type HoldScope = z.infer<typeof holdScope>

export const holdPlaced = z.strictObject({
  hold: identifier,
  office,
  scope: holdScope,
  reason: prose(),
  placedBy: line(),
  ...base,
})
export type HoldPlaced = z.infer<typeof holdPlaced>

export const holdLifted = z.strictObject({
  hold: identifier,
  office,
  reason: prose(),
  liftedBy: line(),
  ...base,
})
export type HoldLifted = z.infer<typeof holdLifted>

export const waiverRequested = z.strictObject({
  waiver: identifier,
  condition: identifier,
  release: identifier,
  /** Only at this gate: `plan`, `release` or the id of a phase. Without it at every gate that has the condition. */
  gate: line().optional(),
  reason: prose(),
  evidence: line(2000).optional(),
  requestedBy: line(),
  expiresAt: instant,
  ...base,
})
export type WaiverRequested = z.infer<typeof waiverRequested>

export const waiverApproved = z.strictObject({
  waiver: identifier,
  approvedBy: line(),
  expiresAt: instant,
  ...base,
})
export type WaiverApproved = z.infer<typeof waiverApproved>

export const waiverRevoked = z.strictObject({
  waiver: identifier,
  revokedBy: line(),
  reason: prose(),
  ...base,
})
export type WaiverRevoked = z.infer<typeof waiverRevoked>
