import { z } from 'zod'
import { collectedKind } from '../../../schemas/facts/common.ts'
import { kinds } from '../../../schemas/facts/index.ts'
import { line } from '../../../schemas/primitives.ts'
import { fieldTypes } from './field-types.ts'

/** A column: by the text of its heading, or `#3` for the third one. */
const column = line(200)

const constant = z.union([z.string().min(1).max(4000), z.number(), z.boolean()])

/** Where the value of a field comes from. A heading alone stands for `{column: heading}`. */
const given = z
  .strictObject({
    column: column.optional(),
    columns: z.array(column).min(2).max(10).optional(),
    join: z.string().max(10).default('/'),
    value: constant.optional(),
    values: z.record(z.string(), constant).optional(),
    times: z.number().optional(),
    fillDown: z.boolean().default(false),
  })
  .refine(
    (source) => [source.column, source.columns, source.value].filter((x) => x !== undefined).length === 1,
    {
      error: 'must have exactly one of column, columns, value',
    },
  )
export const fieldSource = z.union([column.transform((heading) => given.parse({ column: heading })), given])
export type FieldSource = z.output<typeof fieldSource>

const leaveOut = z
  .strictObject({ column, values: z.array(z.string()).min(1).optional(), empty: z.literal(true).optional() })
  .refine(({ values, empty }) => (values === undefined) !== (empty === undefined), {
    error: 'must have either values or empty: true',
  })

/** How a table is laid out. */
export const tableLayout = {
  /** Of the file: a label of the Encoding Standard, or cp932. A byte order mark wins. */
  encoding: line(40).default('utf-8'),
  delimiter: z.string().min(1).max(2).default(','),
  /** Of a workbook: the sheet's name; without it the workbook must have one sheet only. */
  sheet: line(100).optional(),
  /** Row of the headings, counted from 1 (column, where the table runs across); 0 = none, columns are `#1`, `#2`, … */
  headerRow: z.int().min(0).max(1000).default(1),
  /** Entries stand side by side, each in a column, as days do in many test management sheets. */
  across: z.boolean().default(false),
  /** Order of a date such as 4/1/2026. Dates that begin with their year or era need none. */
  dates: z.enum(['ymd', 'mdy', 'dmy']).default('ymd'),
  /** Texts that stand for an empty cell, such as `-`. */
  empty: z.array(z.string()).max(20).default([]),
  leaveOut: z.array(leaveOut).max(20).default([]),
}

/** How a sheet with one row for each test case is counted into `tests.reported`. */
const countedCases = z.strictObject({
  case: fieldSource,
  executedOn: fieldSource,
  plannedOn: fieldSource.optional(),
  result: fieldSource,
})

const tableKind = collectedKind.exclude(['plan.baselined'])

/** A mapping file: which column of a table says which field of which kind of fact. */
export const tableMapping = z
  .strictObject({
    kind: tableKind,
    ...tableLayout,
    fields: z.record(line(100), fieldSource),
    /** Date or moment at which a row's fact happened; without it the latest date that the row tells. */
    occurredAt: fieldSource.optional(),
    /** Fields whose column holds what came on that day alone; they are added up by date. */
    accumulate: z.array(line(100)).max(10).default([]),
    cases: countedCases.optional(),
  })
  .refine(({ kind, cases: counted }) => counted === undefined || kind === 'tests.reported', {
    path: ['cases'],
    error: 'counts test cases: the kind must be tests.reported',
  })
  .refine(({ kind, accumulate }) => accumulate.length === 0 || kind === 'tests.reported', {
    path: ['accumulate'],
    error: 'adds up the counts of tests.reported only',
  })
  .superRefine(({ kind, fields }, issues) => {
    const known = fieldTypes(kinds[kind].data)
    for (const name of Object.keys(fields).filter((each) => !known.has(each))) {
      const message = `${kind} has no field ${name} that a cell can fill; it has ${[...known.keys()].join(', ')}`
      issues.addIssue({ code: 'custom', path: ['fields', name], message, input: name })
    }
  })
export type TableMapping = z.output<typeof tableMapping>
export type TableLayout = Pick<TableMapping, keyof typeof tableLayout>
