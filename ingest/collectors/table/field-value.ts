import type { CollectContext } from '../collector.ts'
import type { CollectRefusalCode } from '../outcome.ts'
import { dateIn, instantText, readTime } from '../times.ts'
import { type CellValue, comparable, errorOf } from './cell.ts'
import { type DateOrder, writtenDate, type WrittenDate } from './dates.ts'
import type { FieldType } from './field-types.ts'
import type { FieldSource } from './mapping.ts'
import { writtenNumber } from './numbers.ts'

/** A cell does not say what its field takes. */
export class CellMistake extends Error {
  readonly code: CollectRefusalCode
  constructor(code: CollectRefusalCode, message: string) {
    super(message)
    this.name = 'CellMistake'
    this.code = code
  }
}

export interface ValueContext extends Pick<CollectContext, 'timeZone'> {
  readonly dates: DateOrder
  /** Day 0 of dates that are numbers, in milliseconds since 1970 UTC; null where numbers are no dates. */
  readonly serialEpoch: number | null
  /** Told of a moment whose zone had to be taken from the context. */
  readonly withoutZone: (text: string) => void
}

const shown = (value: CellValue) => JSON.stringify(String(value).slice(0, 80))

function numberOf(value: CellValue, times: number | undefined): number {
  const number = typeof value === 'number' ? value : writtenNumber(String(value))
  if (number === null) throw new CellMistake('INVALID_VALUE', `${shown(value)} is not a number`)
  // A multiplication by 0.001 must not leave 1.2340000000000002.
  return times === undefined ? number : Number((number * times).toPrecision(12))
}

/** Days in 1954 to 2146 by either epoch of a spreadsheet: 20260401 is not among them. */
const isSerial = (value: CellValue): value is number =>
  typeof value === 'number' && value >= 20_000 && value < 90_000

/** A number of days since the epoch of a spreadsheet; its fraction is the time of day, kept to the second. */
export function serialText(days: number, epoch: number): string {
  const text = new Date(epoch + Math.round(days * 86_400) * 1000).toISOString()
  return Number.isInteger(days) ? text.slice(0, 10) : text.slice(0, 19)
}

function dateOf(given: CellValue, { dates, serialEpoch }: ValueContext): WrittenDate {
  const value = serialEpoch !== null && isSerial(given) ? serialText(given, serialEpoch) : given
  const written = typeof value === 'boolean' ? null : writtenDate(String(value), dates)
  if (written !== null) return written
  const hint = dates === 'ymd' ? '; dates that do not begin with the year or era need dates: mdy or dmy' : ''
  throw new CellMistake('INVALID_VALUE', `${shown(value)} is not a date${hint}`)
}

/** A written date as a moment: of a day alone, its start. */
function momentOf({ date, time, zone }: WrittenDate, context: ValueContext): number {
  const read = readTime(`${date}T${time ?? '00:00:00'}${zone ?? ''}`, context.timeZone)
  if (read === null) throw new CellMistake('INVALID_VALUE', `${date} ${time ?? ''} does not exist`)
  if (!read.hasZone) context.withoutZone(`${date} ${time ?? ''}`.trim())
  return read.instant
}

function mapped(value: CellValue, values: NonNullable<FieldSource['values']>): string | number | boolean {
  const wanted = comparable(String(value))
  const found = Object.entries(values).find(([key]) => comparable(key) === wanted)
  if (found !== undefined) return found[1]
  const known = Object.keys(values).join(', ')
  throw new CellMistake('UNMAPPED_VALUE', `${shown(value)} is not among the values of the mapping: ${known}`)
}

const TRUTH: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
  ['1', true],
  ['0', false],
])

/**
 * What a cell that is not empty says for a field of this type.
 *
 * @throws {CellMistake} INVALID_VALUE, UNMAPPED_VALUE
 */
export function fieldValue(
  value: CellValue,
  type: FieldType,
  { values, times }: Pick<FieldSource, 'values' | 'times'>,
  context: ValueContext,
): string | number | boolean {
  const error = errorOf(value)
  if (error !== null) throw new CellMistake('INVALID_VALUE', `the cell ${error}`)
  const meant = values === undefined ? value : mapped(value, values)
  switch (type) {
    case 'number':
      return numberOf(meant, times)
    case 'date': {
      const written = dateOf(meant, context)
      return written.zone === null ? written.date : dateIn(momentOf(written, context), context.timeZone)
    }
    case 'instant':
      return instantText(momentOf(dateOf(meant, context), context))
    case 'boolean': {
      const truth = TRUTH.get(comparable(String(meant)).toLowerCase())
      if (truth === undefined)
        throw new CellMistake(
          'INVALID_VALUE',
          `${shown(value)} is neither true nor false; map it with values`,
        )
      return truth
    }
    case 'text':
      return String(meant)
        .trim()
        .replace(/\s*\n\s*/g, ' ')
  }
}
