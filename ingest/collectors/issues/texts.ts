import { ReportRefused } from '../refused.ts'
import { readTime } from '../times.ts'

/** What an object of an API is called, by the first of these that is a text. */
const NAMES = ['value', 'name', 'displayName'] as const

/** The texts of a field as JSON gives it: a text, a number, a list, or an object that has a name. */
export function textsOfValue(value: unknown): readonly string[] {
  if (value === null || value === undefined || value === '') return []
  if (typeof value === 'string') return [value]
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)]
  if (Array.isArray(value)) return value.flatMap((one: unknown) => textsOfValue(one))
  if (typeof value !== 'object') return []
  const name = NAMES.map((key) => Reflect.get(value, key) as unknown).find((one) => typeof one === 'string')
  return name === undefined || name === '' ? [] : [name]
}

/** A moment with its zone, in milliseconds. @throws {ReportRefused} INVALID_VALUE */
export function momentOf(text: string, place: string): number {
  const read = readTime(text, 'UTC')
  if (read?.hasZone === true) return read.instant
  throw new ReportRefused('INVALID_VALUE', `${place}: ${JSON.stringify(text)} is no moment with a zone`)
}

/** The same where there may be none. */
export const momentOrNull = (text: string | null | undefined, place: string): number | null =>
  text == null || text === '' ? null : momentOf(text, place)
