import { z } from 'zod'
import { checkedValue } from '../checked-json.ts'
import { ReportRefused } from '../refused.ts'

const count = z.int().min(0)
/** Milliseconds since 1970 UTC; reporters that do not know write 0. */
const moment = z.number().min(0).max(8.64e15)

const test = z.object({
  name: z.string(),
  status: z.enum(['passed', 'failed', 'skipped', 'pending', 'other']),
  flaky: z.boolean().optional(),
})

/** What is read of a CTRF report; whatever else a reporter tells is passed over. */
const ctrfReport = z.object({
  reportFormat: z.literal('CTRF').optional(),
  results: z.object({
    tool: z.object({ name: z.string().min(1), version: z.string().optional() }),
    summary: z.object({
      tests: count,
      passed: count,
      failed: count,
      skipped: count,
      pending: count,
      other: count,
      start: moment,
      stop: moment,
    }),
    tests: z.array(test),
  }),
})
export type CtrfResults = z.infer<typeof ctrfReport>['results']
export type CtrfTest = z.infer<typeof test>

/** What makes a document a CTRF report at all, and its version; reporters from before there was one name none. */
const recognized = z.object({
  specVersion: z.string().default('0.0.0'),
  results: z.object({ tests: z.unknown() }),
})

/**
 * The results of a CTRF report of version 0.0 or 1.0.
 *
 * @see https://ctrf.io/docs/specification/overview
 * @throws {ReportRefused} NOT_THIS_FORMAT, UNSUPPORTED_VERSION, MISSING_FIELD, MALFORMED
 */
export function ctrfResults(document: unknown): CtrfResults {
  const { data: report } = recognized.safeParse(document)
  if (report === undefined) throw new ReportRefused('NOT_THIS_FORMAT', 'the document has no results.tests')
  if (!/^[01]\.0\.\d+$/.test(report.specVersion)) {
    throw new ReportRefused('UNSUPPORTED_VERSION', `CTRF ${report.specVersion}; 0.0 and 1.0 are read`)
  }
  return checkedValue(document, ctrfReport).results
}
