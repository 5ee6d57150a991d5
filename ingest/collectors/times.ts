import { TZDate, tzOffset } from '@date-fns/tz'

export interface ReadTime {
  /** Milliseconds since 1970 UTC. */
  readonly instant: number
  /** Whether the text named its offset; otherwise it was read in the zone given. */
  readonly hasZone: boolean
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i

/** A moment in ISO 8601 as tools write it, with or without an offset; null when it is not one or does not exist. */
export function readTime(text: string, timeZone: string): ReadTime | null {
  const [match, year, month, day, hour, minute, second = '0', fraction = '', zone] =
    ISO.exec(text.trim()) ?? []
  if (match === undefined) return null
  const fields = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const [y, mo, d, h, mi, s] = fields
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3))
  const utc = Date.UTC(y, mo - 1, d, h, mi, s, milliseconds)
  const back = new Date(utc)
  // What rolls over (31 February, 25 o'clock) is no moment.
  if (back.getUTCMonth() !== mo - 1 || back.getUTCDate() !== d || back.getUTCHours() !== h) return null
  if (mi > 59 || s > 59) return null
  if (zone === undefined) {
    return { instant: new TZDate(y, mo - 1, d, h, mi, s, milliseconds, timeZone).getTime(), hasZone: false }
  }
  return { instant: utc - offsetMinutes(zone) * 60_000, hasZone: true }
}

function offsetMinutes(zone: string): number {
  if (/^z$/i.test(zone)) return 0
  const sign = zone.startsWith('-') ? -1 : 1
  const digits = zone.replace(/\D/g, '')
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)))
}

/** An instant as RFC 3339 in UTC, as facts carry it. */
export const instantText = (instant: number) => new Date(instant).toISOString()

/** The civil date of an instant in a zone, `YYYY-MM-DD`. */
export function dateIn(instant: number, timeZone: string): string {
  return new Date(instant + tzOffset(timeZone, new Date(instant)) * 60_000).toISOString().slice(0, 10)
}
