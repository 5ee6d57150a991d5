import { z } from 'zod'
import { count, date, identifier, instant, line, nonNegative, prose, rule, sha256 } from '../primitives.ts'
import { base, componentId, phaseId, severity } from './common.ts'

const after = (later: string | undefined, earlier: string | undefined) =>
  later === undefined || earlier === undefined || Date.parse(later) >= Date.parse(earlier)

export const testrunFinished = z
  .strictObject({
    run: identifier,
    phase: phaseId.optional(),
    component: componentId.optional(),
    suite: line(500),
    startedAt: instant.optional(),
    finishedAt: instant,
    total: count,
    passed: count,
    failed: count,
    errors: count.optional(),
    skipped: count.optional(),
    flaky: count.optional(),
    durationSeconds: z.number().min(0).max(31_536_000).optional(),
    commit: line().optional(),
    ...base,
  })
  .superRefine(
    rule(
      ['total'],
      'passed + failed + errors + skipped must not exceed total',
      (t) => t.passed + t.failed + (t.errors ?? 0) + (t.skipped ?? 0) <= t.total,
    ),
  )
  .superRefine(rule(['finishedAt'], 'must not be before startedAt', (t) => after(t.finishedAt, t.startedAt)))
export type TestrunFinished = z.infer<typeof testrunFinished>

export const defectReported = z
  .strictObject({
    defect: identifier,
    title: line(1000).optional(),
    severity,
    status: z.enum(['open', 'fixed', 'closed', 'rejected', 'deferred', 'reopened']),
    phaseFound: phaseId,
    phaseInjected: phaseId.optional(),
    component: componentId.optional(),
    detectedAt: instant,
    fixedAt: instant.optional(),
    closedAt: instant.optional(),
    escaped: z.boolean().optional(),
    cause: line(500).optional(),
    duplicateOf: identifier.optional(),
    ...base,
  })
  .superRefine(rule(['duplicateOf'], 'must not be the defect itself', (d) => d.duplicateOf !== d.defect))
  .superRefine(rule(['fixedAt'], 'must not be before detectedAt', (d) => after(d.fixedAt, d.detectedAt)))
  .superRefine(rule(['closedAt'], 'must not be before detectedAt', (d) => after(d.closedAt, d.detectedAt)))
export type DefectReported = z.infer<typeof defectReported>

export const reviewHeld = z.strictObject({
  review: identifier,
  phase: phaseId,
  component: componentId.optional(),
  date,
  sizeReviewed: z
    .strictObject({ ksloc: z.number().min(0).max(1_000_000).optional(), pages: nonNegative.optional() })
    .optional(),
  effortHours: nonNegative,
  participants: z.int().min(1).max(10_000).optional(),
  findings: z.strictObject({
    critical: count.optional(),
    major: count.optional(),
    minor: count.optional(),
    trivial: count.optional(),
  }),
  ...base,
})
export type ReviewHeld = z.infer<typeof reviewHeld>

/** The physical confirmation (現物確認) of one checklist item of a gate, by a named person. */
export const evidenceRecorded = z.strictObject({
  gate: line(),
  item: identifier,
  /** What was looked at. Without it: the release that was declared when it was recorded. */
  release: identifier.optional(),
  result: z.enum(['passed', 'failed', 'not-applicable']),
  verifier: z.strictObject({ name: line(), organization: line(), division: line().optional() }),
  /** Who put it on record for the verifier. */
  recordedBy: line().optional(),
  statement: prose(),
  uri: z.string().min(1).max(2000).optional(),
  sha256: sha256.optional(),
  verifiedAt: instant,
  ...base,
})
export type EvidenceRecorded = z.infer<typeof evidenceRecorded>

const level = z.enum(['low', 'standard', 'high'])

export const zoneAnalysed = z.strictObject({
  phase: phaseId,
  component: componentId.optional(),
  zone: z.strictObject({ test: level, defect: level }),
  conclusion: prose(),
  analyst: line(),
  analysedAt: instant,
  evidence: line(2000).optional(),
  ...base,
})
export type ZoneAnalysed = z.infer<typeof zoneAnalysed>
