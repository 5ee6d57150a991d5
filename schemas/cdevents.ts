import { z } from 'zod'
import { defectReported } from './facts/quality.ts'
import { count, identifier, instant, line, projectId } from './primitives.ts'

/** What the type of every CDEvent begins with. */
export const CDEVENTS_PREFIX = 'dev.cdevents.'

/**
 * What kanmon needs and CDEvents has no field for; it stands in `customData.kanmon`, the place that CDEvents keeps for
 * such. Without a project nobody knows whom the event is about.
 */
export const cdeventsAddition = z.strictObject({
  project: projectId,
  phase: identifier.optional(),
  component: identifier.optional(),
  commit: line().optional(),
  /** Of a finished test suite: CDEvents tells whether it succeeded, not how many cases it has. */
  tests: z
    .strictObject({
      total: count,
      passed: count,
      failed: count,
      errors: count.optional(),
      skipped: count.optional(),
      flaky: count.optional(),
    })
    .optional(),
  /** Of a ticket. Its priority says how soon, not how bad, and is not taken for it. */
  severity: defectReported.shape.severity.optional(),
  status: defectReported.shape.status.optional(),
  detectedAt: instant.optional(),
  phaseInjected: identifier.optional(),
  escaped: z.boolean().optional(),
  cause: line(500).optional(),
})
export type CdeventsAddition = z.infer<typeof cdeventsAddition>

/** `pass` and `fail` until CDEvents 0.4, `success` and `failure` since 0.5. */
const outcome = z.enum(['pass', 'success', 'fail', 'failure', 'cancel', 'error'])
export type CdeventsOutcome = z.infer<typeof outcome>

const named = z.object({ id: line(500), name: line(500).optional() })

/** The content of a finished test suite run: 0.2.0 (CDEvents 0.4) and 0.3.0 (0.5). */
export const testSuiteRunContent = z.object({ outcome, testSuite: named.optional() })
export const testCaseRunContent = z.object({ outcome, testCase: named.optional() })
export const testCaseRunSkippedContent = z.object({ testCase: named.optional() })

/** The content of a ticket event: 0.1.0 (CDEvents 0.4) and 0.2.0 (0.5). */
export const ticketContent = z.object({
  summary: line(1000).optional(),
  ticketType: line(200).optional(),
  resolution: line(200).optional(),
})

/** A CDEvent in the data of a CloudEvent, by the fields that are looked at; `version` became `specversion` in 0.5. */
export const cdevent = z.object({
  context: z.object({
    version: line(40).optional(),
    specversion: line(40).optional(),
    id: line(200),
    source: line(500),
    type: line(200),
    timestamp: instant,
  }),
  subject: z.object({ id: identifier, content: z.record(z.string(), z.unknown()) }),
  customData: z.object({ kanmon: cdeventsAddition }),
})
export type CdEvent = z.infer<typeof cdevent>
