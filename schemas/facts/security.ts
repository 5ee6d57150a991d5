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
  ...base,
})
export type ScanCompleted = z.infer<typeof scanCompleted>

export const vulnerabilityReported = z.strictObject({
  asset: identifier,
  vulnerability: identifier,
  severity: z.enum(['critical', 'high', 'medium', 'low', 'none']),
  cvss: z.number().min(0).max(10).optional(),
  state: z.enum(['open', 'fixed', 'not-affected', 'accepted', 'false-positive']),
  disclosedAt: instant.optional(),
  detectedAt: instant,
  fixedAt: instant.optional(),
  component: componentId.optional(),
  ...base,
})
export type VulnerabilityReported = z.infer<typeof vulnerabilityReported>
