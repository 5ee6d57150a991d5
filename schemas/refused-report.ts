import { z } from 'zod'
import { line, prose, sha256 } from './primitives.ts'

/**
 * What a collector tells of a report that it could not read whole. It is no fact: the server keeps it in the
 * quarantine with the code REPORT_REFUSED.
 */
export const REFUSED_REPORT_TYPE = 'dev.kanmon.report.refused.v1'

export const refusedReport = z.strictObject({
  collector: line(64),
  version: line(64),
  path: line(1000),
  digest: sha256.optional(),
  code: line(64),
  message: prose(),
  line: z.int().min(1).optional(),
})
export type RefusedReport = z.infer<typeof refusedReport>
