import { instant } from '../../schemas/primitives.ts'
import { SentTexts } from './sent-texts.ts'

const [DASH, PLUS, COLON, POINT, T, Z] = [0x2d, 0x2b, 0x3a, 0x2e, 0x54, 0x5a]
const DATE_BYTES = 10

/** Midnight in UTC of a date that the schema of instants takes. */
export const sentDates = (): SentTexts<number> =>
  new SentTexts((date) => {
    const midnight = `${date}T00:00:00Z`
    return instant.safeParse(midnight).success ? Date.parse(midnight) : null
  })

/**
 * Milliseconds of `YYYY-MM-DDThh:mm:ss`, with three digits of a second or none, and `Z` or an offset; null for any other
 * form and for what is no instant.
 */
export function readInstant(
  bytes: Buffer,
  start: number,
  end: number,
  dates: SentTexts<number>,
): number | null {
  const time = start + DATE_BYTES
  if (end - start < 20 || bytes[time] !== T || bytes[time + 3] !== COLON || bytes[time + 6] !== COLON)
    return null
  const midnight = dates.find(bytes, start, time)
  const hours = twoDigits(bytes, time + 1, 23)
  const minutes = twoDigits(bytes, time + 4, 59)
  const seconds = twoDigits(bytes, time + 7, 59)
  if (midnight === null || hours < 0 || minutes < 0 || seconds < 0) return null
  const local = midnight + (hours * 60 + minutes) * 60_000 + seconds * 1000
  let at = time + 9
  let milliseconds = 0
  if (bytes[at] === POINT) {
    milliseconds = threeDigits(bytes, at + 1)
    if (milliseconds < 0) return null
    at += 4
  }
  if (bytes[at] === Z) return at + 1 === end ? local + milliseconds : null
  const offset = readOffset(bytes, at, end)
  return offset === null ? null : local + milliseconds - offset
}

function readOffset(bytes: Buffer, at: number, end: number): number | null {
  const sign = bytes[at] === PLUS ? 1 : bytes[at] === DASH ? -1 : 0
  if (sign === 0 || at + 6 !== end || bytes[at + 3] !== COLON) return null
  const hours = twoDigits(bytes, at + 1, 23)
  const minutes = twoDigits(bytes, at + 4, 59)
  return hours < 0 || minutes < 0 ? null : sign * (hours * 60 + minutes) * 60_000
}

/** -1 when there are no two digits, or more than `most`. */
function twoDigits(bytes: Buffer, at: number, most: number): number {
  const tens = (bytes[at] ?? 0) - 0x30
  const ones = (bytes[at + 1] ?? 0) - 0x30
  const value = tens * 10 + ones
  return tens < 0 || tens > 9 || ones < 0 || ones > 9 || value > most ? -1 : value
}

function threeDigits(bytes: Buffer, at: number): number {
  const first = twoDigits(bytes, at, 99)
  const last = (bytes[at + 2] ?? 0) - 0x30
  return first < 0 || last < 0 || last > 9 ? -1 : first * 10 + last
}
