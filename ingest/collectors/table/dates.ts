/** A date as a person wrote it, with the time of day where one stands beside it. */
export interface WrittenDate {
  /** `YYYY-MM-DD`. */
  readonly date: string
  /** `HH:MM:SS`, or null when only the day is told. */
  readonly time: string | null
  /** `Z` or `+09:00`, or null when no zone is told. */
  readonly zone: string | null
}

export type DateOrder = 'ymd' | 'mdy' | 'dmy'

/**
 * The eras that facts can be in, with their first and last day. No fact is older than 1990, but what is is told as such.
 *
 * @see 元号法 (1979) and the ordinances of 1989-01-07 and 2019-04-01
 */
const ERAS = [
  { names: ['令和', '令', 'R'], from: '2019-05-01', until: '9999-12-31' },
  { names: ['平成', '平', 'H'], from: '1989-01-08', until: '2019-04-30' },
  { names: ['昭和', '昭', 'S'], from: '1926-12-25', until: '1989-01-07' },
] as const

const TIME = String.raw`(?:[T\s]\s*(\d{1,2})[:時](\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?\s*(Z|[+-]\d{2}:?\d{2})?)?`
const YEAR_FIRST = new RegExp(String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?${TIME}$`, 'i')
const YEAR_LAST = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${TIME}$`, 'i')
const ERA = new RegExp(
  String.raw`^(令和|平成|昭和|[令平昭RHS])\.?(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?${TIME}$`,
  'i',
)
/** 8 digits without marks between them. */
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/

const two = (text: string | number) => String(text).padStart(2, '0')

/** `YYYY-MM-DD`, or null when there is no such day. */
function civil(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  if (year < 1900 || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null
  return `${year}-${two(month)}-${two(day)}`
}

function eraDate(name: string, yearOfEra: string, month: number, day: number): string | null {
  const era = ERAS.find(({ names }) => names.some((known) => known === name.toUpperCase()))
  if (era === undefined) return null
  const first = Number(era.from.slice(0, 4))
  const date = civil(first - 1 + (yearOfEra === '元' ? 1 : Number(yearOfEra)), month, day)
  return date !== null && date >= era.from && date <= era.until ? date : null
}

function withTime(date: string | null, [hour, minute, second = '0', zone]: readonly (string | undefined)[]) {
  if (date === null) return null
  if (hour === undefined || minute === undefined) return { date, time: null, zone: null }
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null
  return { date, time: `${two(hour)}:${two(minute)}:${two(second)}`, zone: zone ?? null }
}

/**
 * A date as Japanese and other offices write it: 2026-04-01, 2026/4/1, 2026年4月1日(水), 令和8年4月1日, R8.4.1, 20260401,
 * in full-width characters too, with or without a time. A year of two digits is refused, and so is a day that its era
 * did not have (平成31年5月1日).
 *
 * @returns null when it is no date, or another order of day and month is possible and none was asked for
 */
export function writtenDate(given: string, order: DateOrder): WrittenDate | null {
  const text = given
    .normalize('NFKC')
    .replace(/\s*\([日月火水木金土](?:曜日?)?\)/, ' ')
    .trim()
  const [, year, month, day, ...time] = YEAR_FIRST.exec(text) ?? COMPACT.exec(text) ?? []
  if (year !== undefined) return withTime(civil(Number(year), Number(month), Number(day)), time)
  const [, era, yearOfEra = '', eraMonth, eraDay, ...eraTime] = ERA.exec(text) ?? []
  if (era !== undefined) return withTime(eraDate(era, yearOfEra, Number(eraMonth), Number(eraDay)), eraTime)
  const [, first, second, last, ...lastTime] = YEAR_LAST.exec(text) ?? []
  if (last === undefined || order === 'ymd') return null
  const [m, d] = order === 'mdy' ? [first, second] : [second, first]
  return withTime(civil(Number(last), Number(m), Number(d)), lastTime)
}
