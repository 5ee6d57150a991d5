import { z } from 'zod'
import { identifier, instant, line } from '../primitives.ts'
import { base, componentId } from './common.ts'

export const assetRegistered = z.strictObject({
  asset: identifier,
  kind: z.enum(['host', 'service', 'application', 'image', 'domain']),
  owner: line(),
  addresses: z.array(line(500)).max(1000).optional(),
  publicFacing: z.boolean(),
  retiredAt: instant.optional(),
  ...base,
})
export type AssetRegistered = z.infer<typeof assetRegistered>

export const assetObserved = z.strictObject({
  address: line(500),
  observedAt: instant,
  observer: line(),
  matchedAsset: identifier.optional(),
  ...base,
})
export type AssetObserved = z.infer<typeof assetObserved>

export const scanCompleted = z.strictObject({
  scan: identifier,
  asset: identifier,
  scanner: z.strictObject({ name: line(), version: line().optional() }),
  finishedAt: instant,
  succeeded: z.boolean(),
  /** Files, packages or components that the scanner names as looked at; left out when it names none. A scan of 0 counts as none. */
  lookedAt: z.int().min(0).max(1_000_000_000).optional(),
  ...base,
})
export type ScanCompleted = z.infer<typeof scanCompleted>

export const vulnerabilitySeverity = z.enum(['critical', 'high', 'medium', 'low', 'none'])
export type VulnerabilitySeverity = z.infer<typeof vulnerabilitySeverity>

/** A score of 0 to 10 as a severity: the qualitative scale of CVSS 3.1, section 5. */
export function severityOfScore(score: number): VulnerabilitySeverity {
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'none'
}

export const vulnerabilityReported = z.strictObject({
  asset: identifier,
  vulnerability: identifier,
  severity: vulnerabilitySeverity,
  cvss: z.number().min(0).max(10).optional(),
  state: z.enum(['open', 'fixed', 'not-affected', 'accepted', 'false-positive']),
  disclosedAt: instant.optional(),
  detectedAt: instant,
  fixedAt: instant.optional(),
  component: componentId.optional(),
  ...base,
})
export type VulnerabilityReported = z.infer<typeof vulnerabilityReported>
