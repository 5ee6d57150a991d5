import { z } from 'zod'
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
  specVersion: z.string().optional(),
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

/**
 * The results of a CTRF report of version 0.0 or 1.0; reporters from before there was a version name none.
 *
 * @see https://ctrf.io/docs/specification/overview
 * @throws {ReportRefused} NOT_THIS_FORMAT, UNSUPPORTED_VERSION, MISSING_FIELD, INVALID_VALUE
 */
export function ctrfResults(document: unknown): CtrfResults {
  const { success: isCtrf } = z.object({ results: z.object({ tests: z.unknown() }) }).safeParse(document)
  if (!isCtrf) throw new ReportRefused('NOT_THIS_FORMAT', 'the document has no results.tests')
  const version = z.object({ specVersion: z.string() }).safeParse(document).data?.specVersion ?? '0.0.0'
  if (!/^[01]\.0\.\d+$/.test(version)) {
    throw new ReportRefused('UNSUPPORTED_VERSION', `CTRF ${version}; 0.0 and 1.0 are read`)
  }
  const checked = ctrfReport.safeParse(document, { reportInput: true })
  if (checked.success) return checked.data.results
  const [issue] = checked.error.issues
  const isMissing = issue?.code === 'invalid_type' && issue.input === undefined
  throw new ReportRefused(
    isMissing ? 'MISSING_FIELD' : 'INVALID_VALUE',
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  )
}
