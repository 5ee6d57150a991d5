import { z } from 'zod'
import { earningMethod } from '../../../schemas/facts/plan.ts'
import type { CollectContext, CollectWarning } from '../collector.ts'
import type { Report } from '../report.ts'
import { csvEntries } from '../table/csv-entries.ts'
import { fieldTypes } from '../table/field-types.ts'
import { fieldSource, tableLayout } from '../table/mapping.ts'
import { tableReading } from '../table/read-entries.ts'
import { readEntries } from '../table/table-entries.ts'
import type { ScheduledTask, ScheduleRead } from './scheduled-task.ts'

/** A row of a schedule that is kept as a table. */
const row = z.object({
  id: z.string(),
  name: z.string().optional(),
  phase: z.string().optional(),
  component: z.string().optional(),
  plannedStart: z.iso.date().optional(),
  plannedFinish: z.iso.date().optional(),
  budget: z.number().min(0).optional(),
  method: earningMethod.default('percent-complete'),
  percentComplete: z.number().min(0).max(100).default(0),
  startedOn: z.iso.date().optional(),
  finishedOn: z.iso.date().optional(),
  actual: z.number().default(0),
})

/** Which column of a schedule kept as CSV says what of a task. */
export const scheduleTable = z
  .strictObject({ ...tableLayout, fields: z.record(z.string(), fieldSource) })
  .superRefine(({ fields }, issues) => {
    for (const name of Object.keys(fields).filter((each) => !(each in row.shape))) {
      const message = `a task has no field ${name}; it has ${Object.keys(row.shape).join(', ')}`
      issues.addIssue({ code: 'custom', path: ['fields', name], message, input: name })
    }
  })
export type ScheduleTable = z.output<typeof scheduleTable>

/** A schedule kept as a table, by its mapping. Amounts are taken in the measure asked for. @throws {ReportRefused} */
export async function readScheduleTable(
  report: Report,
  table: ScheduleTable,
  context: CollectContext,
): Promise<ScheduleRead & { readonly warnings: readonly CollectWarning[] }> {
  const target = { schema: row, also: fieldTypes(row), fields: table.fields }
  const { read, warnings } = await readEntries(csvEntries(report, table), table.headerRow, (headings) =>
    tableReading(headings, table, target, context),
  )
  const tasks = read.map((entry): ScheduledTask => {
    const checked = row.safeParse(entry.values)
    if (!checked.success) {
      const [issue] = checked.error.issues
      throw entry.refuse(issue?.path.join('.') ?? '', issue?.message ?? 'is not valid')
    }
    const {
      id,
      name = id,
      plannedStart,
      plannedFinish,
      budget,
      startedOn,
      finishedOn,
      ...rest
    } = checked.data
    const isPlanned = plannedStart !== undefined && plannedFinish !== undefined && budget !== undefined
    return {
      ...rest,
      id,
      name,
      path: [],
      planned: isPlanned ? { start: plannedStart, finish: plannedFinish, budget } : null,
      startedOn: startedOn ?? null,
      finishedOn: finishedOn ?? null,
      line: entry.line,
    }
  })
  return { tasks, statusDate: null, currency: null, totals: [], warnings }
}
