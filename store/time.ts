/** An instant as a row of DateTime64(3, 'UTC') takes it: the same text on every version and setting of the engine. */
export function storeTime(milliseconds: number): string {
  const iso = new Date(milliseconds).toISOString()
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}`
}

/** Bytes of what `storeTime` gives. */
export const STORE_TIME_BYTES = 23

const DAY = 86_400_000
const [DASH, BLANK, COLON, POINT] = [0x2d, 0x20, 0x3a, 0x2e]

/**
 * Writes what `storeTime` gives at a place of `bytes`, of an instant from 1970 to 9999. By arithmetic, since every row has
 * one and making the text costs as much as checking an event's data.
 *
 * @see Hinnant, chrono-Compatible Low-Level Date Algorithms, civil_from_days
 */
export function writeStoreTime(bytes: Uint8Array, at: number, milliseconds: number): void {
  const days = Math.floor(milliseconds / DAY)
  const inDay = Math.floor(milliseconds) - days * DAY
  // Since 0000-03-01 in eras of 400 years; a year begins in March, so that a leap day is its last.
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096)
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365)
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  writeDigits(bytes, at, 4, year)
  bytes[at + 4] = DASH
  writeDigits(bytes, at + 5, 2, month)
  bytes[at + 7] = DASH
  writeDigits(bytes, at + 8, 2, dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1)
  bytes[at + 10] = BLANK
  writeDigits(bytes, at + 11, 2, Math.floor(inDay / 3_600_000))
  bytes[at + 13] = COLON
  writeDigits(bytes, at + 14, 2, Math.floor(inDay / 60_000) % 60)
  bytes[at + 16] = COLON
  writeDigits(bytes, at + 17, 2, Math.floor(inDay / 1000) % 60)
  bytes[at + 19] = POINT
  writeDigits(bytes, at + 20, 3, inDay % 1000)
}

function writeDigits(bytes: Uint8Array, at: number, count: number, value: number): void {
  let rest = value
  for (let place = at + count - 1; place >= at; place--) {
    bytes[place] = 0x30 + (rest % 10)
    rest = Math.floor(rest / 10)
  }
}
