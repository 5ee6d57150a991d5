import type { z } from 'zod'
import { kinds } from '../../../schemas/facts/index.ts'
import type { CollectContext, Collected, CollectedFact } from '../collector.ts'
import { ReportRefused } from '../refused.ts'
import { instantText, readTime } from '../times.ts'
import { addUpByDate } from './accumulate.ts'
import { countCases } from './cases.ts'
import type { FieldType } from './field-types.ts'
import type { TableMapping } from './mapping.ts'
import { type ReadEntry, tableReading } from './read-entries.ts'
import { type Entries, readEntries, type TableSource } from './table-entries.ts'

/** Name under which the moment of an entry is read beside its fields; no kind has a field of this name. */
const MOMENT = '@occurredAt'

/** The first thing that the contract of the kind finds wrong with an entry, told of its cell. */
function check(schema: z.ZodType, { values, refuse }: ReadEntry): void {
  const checked = schema.safeParse(values)
  const [issue] = checked.error?.issues ?? []
  if (issue === undefined) return
  const isAbsent = issue.code === 'invalid_type' && issue.path.length > 0 && issue.input === undefined
  throw refuse(
    issue.path.join('.'),
    isAbsent ? `the cell is empty or not mapped: ${issue.message}` : issue.message,
  )
}

const MOMENTS = ['closedAt', 'fixedAt', 'finishedAt', 'detectedAt', 'verifiedAt', 'observedAt', 'analysedAt']
const DAYS = ['asOf', 'date']

/** When an entry's fact happened: as mapped, or the latest date that it tells; of a day, its start. */
function momentOf({ values, refuse }: ReadEntry, { timeZone }: CollectContext): string {
  const told = (names: readonly string[]) =>
    names.flatMap((name) => (typeof values[name] === 'string' ? [values[name]] : []))
  const mapped = told([MOMENT])
  const candidates = mapped.length > 0 ? mapped : told([...MOMENTS, ...DAYS])
  const instants = candidates.flatMap((text) => {
    const read = readTime(text.length === 10 ? `${text}T00:00:00` : text, timeZone)
    return read === null ? [] : [read.instant]
  })
  if (instants.length === 0) throw refuse('occurredAt', 'the row tells no date; map occurredAt to a column')
  return instantText(Math.max(...instants))
}

/** The entries of a table as facts of the kind that its mapping names. */
export async function tableFacts(
  entries: Entries,
  mapping: TableMapping,
  context: CollectContext,
  { modifiedAt, serialEpoch = null }: TableSource,
): Promise<Collected> {
  const { kind, fields, occurredAt, cases, accumulate } = mapping
  if (cases !== undefined) return countCases(entries, mapping, cases, context, { modifiedAt, serialEpoch })
  const { data: schema } = kinds[kind]
  const target = {
    schema,
    fields: occurredAt === undefined ? fields : { ...fields, [MOMENT]: occurredAt },
    also: new Map<string, FieldType>([[MOMENT, 'instant']]),
  }
  const { read, warnings } = await readEntries(entries, mapping.headerRow, (headings) =>
    tableReading(headings, mapping, target, context, serialEpoch),
  )
  const added = accumulate.length === 0 ? read : addUpByDate(read, accumulate)
  const facts = added.map((entry) => {
    const moment = momentOf(entry, context)
    const said = Object.entries(entry.values).filter(([name]) => name !== MOMENT)
    const data = withContext(Object.fromEntries(said), schema, context)
    check(schema, { ...entry, values: data })
    const { line, name } = entry
    return { kind, data, occurredAt: moment, line, because: name } as CollectedFact
  })
  if (facts.length === 0)
    throw new ReportRefused('EMPTY', 'the table has no row below its headings that says anything')
  return { facts, warnings }
}

/** Phase, component and commit of the command line where the table does not say them. */
function withContext(values: Record<string, unknown>, schema: z.ZodObject, context: CollectContext) {
  const given = { phase: context.phase, component: context.component, commit: context.commit }
  const missing = Object.entries(given).filter(
    ([name, value]) => value !== undefined && name in schema.shape && !(name in values),
  )
  return { ...Object.fromEntries(missing), ...values }
}
