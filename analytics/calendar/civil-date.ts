/** A date of the civil (proleptic Gregorian) calendar as `YYYY-MM-DD`, years 0001 to 9999, without a zone. */
export type CivilDate = string

/** Whole days since 1970-01-01, which is day 0. Arithmetic on dates is arithmetic on these. */
export type EpochDay = number

const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Days from 1970-01-01 to year, month, day, by counting in years that begin on 1 March. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/**
 * The civil date of an epoch day, the inverse of {@link toEpochDay}.
 *
 * @see Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days
 * @throws {RangeError} when the day is no integer or its year is not within 0001 to 9999
 * @example
 * fromEpochDay(0) // '1970-01-01'
 */
export function fromEpochDay(epochDay: EpochDay): CivilDate {
  const shifted = epochDay + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  if (!Number.isInteger(epochDay) || year < 1 || year > 9999) {
    throw new RangeError(
      `fromEpochDay: epochDay must be an integer of the years 0001 to 9999, got ${epochDay}`,
    )
  }
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}

/** The epoch day of a text, or null when it is not an existing date written `YYYY-MM-DD`. */
export function parseCivilDate(text: string): EpochDay | null {
  const match = SHAPE.exec(text)
  if (match === null) return null
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  if (year < 1 || month < 1 || month > 12 || day < 1 || day > 31) return null
  const epochDay = daysFromCivil(year, month, day)
  // Only the last days of a month may not exist.
  return day > 28 && !fromEpochDay(epochDay).endsWith(match[3] ?? '') ? null : epochDay
}

/**
 * The epoch day of a civil date.
 *
 * @see Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil
 * @throws {RangeError} when the text is not an existing date written `YYYY-MM-DD`
 * @example
 * toEpochDay('2026-11-22') // 20779
 */
export function toEpochDay(date: CivilDate): EpochDay {
  const epochDay = parseCivilDate(date)
  if (epochDay !== null) return epochDay
  throw new RangeError(`toEpochDay: must be an existing date written YYYY-MM-DD, got ${JSON.stringify(date)}`)
}

/**
 * The ISO 8601 weekday of an epoch day, 1 = Monday to 7 = Sunday.
 *
 * @example
 * isoWeekday(0) // 4: 1970-01-01 was a Thursday
 */
export function isoWeekday(epochDay: EpochDay): number {
  return ((((epochDay + 3) % 7) + 7) % 7) + 1
}
