import { z } from 'zod'
import type { CollectContext, Collected, Collector } from '../collector.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { type Baseline, readMspdi } from './mspdi.ts'
import { type PlanOptions, scheduleFacts } from './schedule-facts.ts'
import { readScheduleTable, scheduleTable } from './schedule-csv.ts'
import { readXer, type XerOptions } from './xer.ts'

const names = z.record(z.string(), z.string().min(1).max(200)).default({})

/** A mapping file of schedules: what the names of its summaries stand for, and the columns of one kept as CSV. */
export const scheduleMapping = z.strictObject({
  phases: names,
  components: names,
  table: scheduleTable.optional(),
})

export interface ScheduleOptions extends PlanOptions, XerOptions {
  readonly baseline: Baseline
  readonly mapping?: z.output<typeof scheduleMapping> | undefined
}

/** The first characters tell the format; no file is of two. */
async function formatOf(report: Report): Promise<'mspdi' | 'xer' | 'csv'> {
  for await (const piece of report.open()) {
    const head = piece
      .subarray(0, 200)
      .toString('latin1')
      .replace(/^\u00ef\u00bb\u00bf|^[\u00fe\u00ff]{2}/, '')
    if (head.startsWith('ERMHDR')) return 'xer'
    return /^\s*(?:\0?<)/.test(head) ? 'mspdi' : 'csv'
  }
  throw new ReportRefused('EMPTY', 'the file has no bytes')
}

async function read(report: Report, context: CollectContext, options: ScheduleOptions): Promise<Collected> {
  const { measure, mapping } = options
  const settings = { phases: mapping?.phases ?? {}, components: mapping?.components ?? {} }
  const format = await formatOf(report)
  if (format === 'mspdi') {
    return scheduleFacts(await readMspdi(report, measure, options.baseline), settings, options, context)
  }
  if (format === 'xer')
    return scheduleFacts(await readXer(report, measure, options), settings, options, context)
  if (mapping?.table === undefined) {
    throw new ReportRefused(
      'NOT_THIS_FORMAT',
      'the file is neither XML of MS Project nor XER; a table needs a mapping with its columns under table',
    )
  }
  const table = await readScheduleTable(report, mapping.table, context)
  const { facts, warnings } = scheduleFacts(table, settings, options, context)
  return { facts, warnings: [...table.warnings, ...warnings] }
}

/** A schedule: XML of MS Project, XER of Primavera, or a table; `.mpp` has to be saved as XML. */
export const schedule: Collector<ScheduleOptions> = { name: 'schedule', read }
