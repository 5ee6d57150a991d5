import { z } from 'zod'
import type { CollectContext, Collected, CollectedFactOf, CollectWarning } from '../collector.ts'
import { ReportRefused } from '../refused.ts'
import { dateIn, instantText, readTime } from '../times.ts'
import { fieldTypes } from './field-types.ts'
import type { TableMapping } from './mapping.ts'
import { type ReadEntry, tableReading } from './read-entries.ts'
import { type Entries, readEntries, type TableSource } from './table-entries.ts'

const result = z.enum(['passed', 'failed', 'blocked', 'not-executed'])

/** One test case of a test management sheet. */
const testCase = z.object({
  case: z.string(),
  phase: z.string(),
  component: z.string().optional(),
  executedOn: z.iso.date().optional(),
  plannedOn: z.iso.date().optional(),
  result: result.default('not-executed'),
})
type TestCase = z.output<typeof testCase>

type Counting = NonNullable<TableMapping['cases']>

function readCase(entry: ReadEntry, context: CollectContext): TestCase {
  const { phase, component } = context
  const given = { ...(phase !== undefined && { phase }), ...(component !== undefined && { component }) }
  const checked = testCase.safeParse({ ...given, ...entry.values })
  if (!checked.success) {
    const [issue] = checked.error.issues
    throw entry.refuse(issue?.path.join('.') ?? '', issue?.message ?? 'is not valid')
  }
  const { result: ended, executedOn } = checked.data
  const isExecuted = ended === 'passed' || ended === 'failed'
  if (isExecuted && executedOn === undefined) {
    throw entry.refuse('executedOn', `a case that has ${ended} needs the date on which it was executed`)
  }
  return checked.data
}

function reported(cases: readonly TestCase[], asOf: string): CollectedFactOf<'tests.reported'>['data'] {
  const [{ phase, component } = { phase: '', component: undefined }] = cases
  const isBy = (day: string | undefined) => day === undefined || day <= asOf
  const by = cases.filter(({ executedOn }) => executedOn !== undefined && executedOn <= asOf)
  const ended = (as: TestCase['result']) => by.filter((one) => one.result === as).length
  return {
    phase,
    ...(component === undefined ? {} : { component }),
    asOf,
    planned: cases.filter(({ plannedOn }) => isBy(plannedOn)).length,
    executed: ended('passed') + ended('failed'),
    passed: ended('passed'),
    failed: ended('failed'),
    blocked: ended('blocked'),
  }
}

/**
 * A sheet with one row for each test case as what was tested by each day on which a case was executed: how many cases
 * were planned by then (all, where the sheet plans no dates), executed, passed and failed. Of a case that was executed
 * again the sheet keeps the last time only.
 *
 * @throws {ReportRefused} INVALID_VALUE for a case that is listed twice or has a result without a date
 */
export async function countCases(
  entries: Entries,
  mapping: TableMapping,
  counting: Counting,
  context: CollectContext,
  { modifiedAt, serialEpoch = null }: TableSource,
): Promise<Collected> {
  const { case: id, executedOn, plannedOn, result: ended } = counting
  const { phase, component } = mapping.fields
  const fields = {
    case: id,
    executedOn,
    result: ended,
    ...(plannedOn && { plannedOn }),
    ...(phase && { phase }),
    ...(component && { component }),
  }
  const also = fieldTypes(testCase)
  const { read, warnings } = await readEntries(entries, mapping.headerRow, (headings) =>
    tableReading(headings, mapping, { schema: testCase, also, fields }, context, serialEpoch),
  )
  const groups = new Map<string, TestCase[]>()
  const seen = new Map<string, string>()
  let open = 0
  for (const entry of read) {
    const one = readCase(entry, context)
    const name = JSON.stringify([one.phase, one.component, one.case])
    const before = seen.get(name)
    if (before !== undefined) throw entry.refuse('case', `case ${one.case} stands in ${before} already`)
    seen.set(name, entry.name)
    if (one.result === 'not-executed' && one.executedOn !== undefined) open += 1
    const key = JSON.stringify([one.phase, one.component])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  if (groups.size === 0)
    throw new ReportRefused('EMPTY', 'the table has no row below its headings with a test case')
  const ofFile = dateIn(modifiedAt, context.timeZone)
  const more: CollectWarning[] = []
  const facts = [...groups.values()].flatMap((cases) => {
    const days = new Set(cases.flatMap(({ executedOn: day }) => (day === undefined ? [] : [day])))
    if (days.size === 0) {
      days.add(ofFile)
      more.push({ code: 'TIME_OF_FILE', line: null, detail: `${ofFile}; no case was executed` })
    }
    return [...days].sort().map((asOf) => fact(reported(cases, asOf), cases.length, context))
  })
  if (open > 0) more.push({ code: 'CASES_WITHOUT_OUTCOME', line: null, detail: `${open} with a date` })
  return { facts, warnings: [...warnings, ...more] }
}

function fact(
  data: CollectedFactOf<'tests.reported'>['data'],
  cases: number,
  { timeZone }: CollectContext,
): CollectedFactOf<'tests.reported'> {
  const start = readTime(`${data.asOf}T00:00:00`, timeZone)
  return {
    kind: 'tests.reported',
    data,
    occurredAt: instantText(start?.instant ?? 0),
    line: null,
    because: `${cases} cases of phase ${data.phase} by ${data.asOf}`,
  }
}
