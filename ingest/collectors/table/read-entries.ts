import type { z } from 'zod'
import type { CollectContext, CollectWarning } from '../collector.ts'
import { ReportRefused } from '../refused.ts'
import { type CellValue, comparable, type Entry, isEmpty, refuseCell } from './cell.ts'
import { cellAt, Columns } from './columns.ts'
import { fieldTypes, type FieldType } from './field-types.ts'
import { CellMistake, fieldValue, type ValueContext } from './field-value.ts'
import type { FieldSource, TableLayout } from './mapping.ts'

/** What one entry of a table says, before its schema has looked at it. */
export interface ReadEntry {
  /** Line in the file; null for an entry that runs down a column. */
  readonly line: number | null
  /** How people find it, such as `row 5`. */
  readonly name: string
  /** Nested as the schema is; what is empty is absent. */
  readonly values: Record<string, unknown>
  /** The refusal of the entry for one field, with its place. */
  readonly refuse: (field: string, message: string) => ReportRefused
}

export interface TableReading {
  /** Of each entry that says something; null for one that is empty or left out. */
  readonly read: (entry: Entry) => ReadEntry | null
  readonly warnings: () => readonly CollectWarning[]
}

interface Target {
  /** What an entry has to become. */
  readonly schema: z.ZodType
  /** Further fields that are read beside those of the schema. */
  readonly also?: ReadonlyMap<string, FieldType>
  readonly fields: Readonly<Record<string, FieldSource>>
}

interface BoundField {
  readonly name: string
  readonly type: FieldType
  readonly source: FieldSource
  readonly columns: ReturnType<Columns['of']>
}

function put(into: Record<string, unknown>, path: string, value: unknown): void {
  const steps = path.split('.')
  const last = steps.pop() ?? ''
  let place = into
  for (const step of steps) place = (place[step] ??= {}) as Record<string, unknown>
  place[last] = value
}

/**
 * Prepares the reading of a table's entries.
 *
 * @throws {ReportRefused} MISSING_FIELD when the table lacks a column
 */
export function tableReading(
  headings: Entry | null,
  layout: TableLayout,
  { schema, also = new Map(), fields }: Target,
  context: CollectContext,
  serialEpoch: number | null = null,
): TableReading {
  const columns = new Columns(headings, layout)
  const types = new Map([...fieldTypes(schema), ...also])
  const bound: BoundField[] = Object.entries(fields).map(([name, source]) => {
    const type = types.get(name)
    if (type === undefined) throw new Error(`table: ${name} is not a field of the target`)
    return { name, type, source, columns: columns.of(source) }
  })
  const leaveOut = layout.leaveOut.map((rule) => ({ ...rule, at: columns.find(rule.column) }))
  const filled = new Map<number, CellValue>()
  let leftOut = 0
  let firstWithoutZone: { text: string; line: number } | null = null

  const isLeftOut = (entry: Entry) =>
    leaveOut.some(({ at, values }) => {
      const cell = cellAt(entry, at)
      if (values === undefined) return isEmpty(cell, layout.empty)
      return values.some((value) => comparable(value) === comparable(String(cell ?? '')))
    })

  const cellsOf = (entry: Entry, { columns: places, source }: BoundField) =>
    places.map((place) => {
      const cell = cellAt(entry, place)
      if (!isEmpty(cell, layout.empty)) {
        if (source.fillDown) filled.set(place.index, cell)
        return cell
      }
      return source.fillDown ? (filled.get(place.index) ?? null) : null
    })

  const valueOf = (entry: Entry, field: BoundField, values: ValueContext) => {
    const { source, type } = field
    if (source.value !== undefined) return fieldValue(source.value, type, {}, values)
    const cells = cellsOf(entry, field)
    if (cells.some((cell) => isEmpty(cell, layout.empty))) return undefined
    const cell =
      cells.length === 1 ? (cells[0] ?? null) : cells.map((each) => String(each).trim()).join(source.join)
    return fieldValue(cell, type, source, values)
  }

  const read = (entry: Entry): ReadEntry | null => {
    const isBlank = bound.every(({ columns: places }) =>
      places.every((place) => isEmpty(cellAt(entry, place), layout.empty)),
    )
    if (isBlank) return null
    if (isLeftOut(entry)) {
      leftOut += 1
      return null
    }
    const values: Record<string, unknown> = {}
    const refuse = (name: string, message: string, code: ReportRefused['code'] = 'INVALID_VALUE') => {
      const field = bound.find((each) => name === each.name || name.startsWith(`${each.name}.`))
      const [place] = field?.columns ?? []
      return place === undefined
        ? new ReportRefused(code, `${name}: ${message}`, layout.across ? null : entry.number)
        : refuseCell(code, columns.place(entry, place), place.heading, `${name}: ${message}`)
    }
    for (const field of bound) {
      try {
        const withoutZone = (text: string) => (firstWithoutZone ??= { text, line: entry.number })
        const value = valueOf(entry, field, {
          timeZone: context.timeZone,
          dates: layout.dates,
          serialEpoch,
          withoutZone,
        })
        if (value !== undefined) put(values, field.name, value)
      } catch (error) {
        if (!(error instanceof CellMistake)) throw error
        throw refuse(field.name, error.message, error.code)
      }
    }
    const line = layout.across ? null : entry.number
    return { line, name: `${layout.across ? 'column' : 'row'} ${entry.number}`, values, refuse }
  }

  const warnings = () => [
    ...(leftOut === 0 ? [] : [{ code: 'ROWS_LEFT_OUT' as const, line: null, detail: `${leftOut} of them` }]),
    ...(firstWithoutZone === null
      ? []
      : [
          {
            code: 'TIME_WITHOUT_ZONE' as const,
            line: layout.across ? null : firstWithoutZone.line,
            detail: `${firstWithoutZone.text}, read as of ${context.timeZone}`,
          },
        ]),
  ]
  return { read, warnings }
}
