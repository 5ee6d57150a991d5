import { z } from 'zod'
import { identifier, line, sha256 } from '../primitives.ts'

/** Where a fact came from: the tool that read it and the place in the file it read. */
export const provenance = z.strictObject({
  tool: line(),
  version: line().optional(),
  digest: sha256.optional(),
  line: z.int().min(1).max(1_000_000_000).optional(),
})

/** Every fact may be taken back by a newer one on the same key, and may say where it came from. */
export const base = {
  retracted: z.boolean().optional(),
  provenance: provenance.optional(),
}

export const phaseId = identifier
export const componentId = identifier

/** The kinds of facts that a collector delivers, and so a project may expect. */
export const collectedKind = z.enum([
  'plan.baselined',
  'progress.reported',
  'cost.booked',
  'size.measured',
  'tests.reported',
  'testrun.finished',
  'coverage.measured',
  'commits.counted',
  'defect.reported',
  'review.held',
  'evidence.recorded',
  'zone.analysed',
  'asset.registered',
  'asset.observed',
  'scan.completed',
  'vulnerability.reported',
])

export const severity = z.enum(['critical', 'major', 'minor', 'trivial'])
export type Severity = z.infer<typeof severity>

export const phaseKind = z.enum([
  'plan',
  'requirements',
  'basic-design',
  'detailed-design',
  'coding',
  'unit-test',
  'integration-test',
  'system-test',
  'acceptance',
])
export type PhaseKind = z.infer<typeof phaseKind>
