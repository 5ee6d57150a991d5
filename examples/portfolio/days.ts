import { TZDate } from '@date-fns/tz'

/** A calendar day without a zone: days since 1970-01-01. */
export type Day = number

const MILLISECONDS = 86_400_000

export const dateOf = (day: Day): string => new Date(day * MILLISECONDS).toISOString().slice(0, 10)

/** ISO weekday, 1 = Monday to 7 = Sunday; 1970-01-01 was a Thursday. */
const weekday = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1

/** The last day from Monday to Friday that is not after `day`. */
export const workdayBefore = (day: Day): Day => day - Math.max(0, weekday(day) - 5)
/** The first day from Monday to Friday that is not before `day`. */
export const workdayAfter = (day: Day): Day => (weekday(day) > 5 ? day + 8 - weekday(day) : day)

/** The Fridays from `from` to `to`, both included. */
export function fridays(from: Day, to: Day): Day[] {
  const found: Day[] = []
  for (let day = from + ((5 - weekday(from) + 7) % 7); day <= to; day += 7) found.push(day)
  return found
}

/** Local time of a project: turns days and parts of a day into instants that never lie after `now`. */
export interface Clock {
  /** The last local day that has begun at `now`. */
  readonly today: Day
  /** The instant at `part` (0 to 1) of a day, in milliseconds. Today is cut short at `now`, its order kept. */
  at(day: Day, part: number): number
  /** RFC 3339 with the zone's offset. */
  text(instant: number): string
}

export function clockAt(now: number, zone: string): Clock {
  const local = new TZDate(now, zone)
  const today = Date.UTC(local.getFullYear(), local.getMonth(), local.getDate()) / MILLISECONDS
  const start = (day: Day): number => {
    const utc = new Date(day * MILLISECONDS)
    return new TZDate(utc.getUTCFullYear(), utc.getUTCMonth(), utc.getUTCDate(), zone).getTime()
  }
  return {
    today,
    at(day, part) {
      if (day > today) throw new RangeError(`clock: ${dateOf(day)} has not begun yet`)
      const begin = start(day)
      const end = Math.min(start(day + 1), now)
      return begin + Math.floor((part * (end - begin)) / 1000) * 1000
    },
    text: (instant) => new TZDate(instant, zone).toISOString(),
  }
}
