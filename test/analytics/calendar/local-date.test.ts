import fc from 'fast-check'
import { expect, test } from 'vitest'
import { civilDateOf, endOfCivilDate, startOfCivilDate } from '../../../analytics/calendar/local-date.ts'

const HOUR = 3_600_000
const lengthOf = (date: string, zone: string) =>
  (endOfCivilDate(date, zone) - startOfCivilDate(date, zone)) / HOUR

test('a date in Tokyo begins nine hours before it does in UTC', () => {
  expect(civilDateOf(Date.parse('2026-11-21T15:00:00Z'), 'Asia/Tokyo')).toBe('2026-11-22')
  expect(civilDateOf(Date.parse('2026-11-21T14:59:59.999Z'), 'Asia/Tokyo')).toBe('2026-11-21')
  expect(startOfCivilDate('2026-11-22', 'Asia/Tokyo')).toBe(Date.parse('2026-11-21T15:00:00Z'))
})

test.each([
  ['2026-03-29', 'Europe/Brussels', 23],
  ['2026-10-25', 'Europe/Brussels', 25],
  ['2026-03-08', 'America/New_York', 23],
  ['2026-11-22', 'Asia/Tokyo', 24],
  ['2018-11-04', 'America/Sao_Paulo', 23], // the clock skipped midnight
  ['2018-02-17', 'America/Sao_Paulo', 25], // 23:00 came twice
  ['2026-04-05', 'Australia/Lord_Howe', 24.5],
  ['2011-12-30', 'Pacific/Apia', 0], // Samoa skipped this date
])('%s in %s lasts %d hours', (date, zone, hours) => expect(lengthOf(date, zone)).toBe(hours))

test('an instant lies within its civil date', () => {
  const zone = fc.constantFrom(
    'Asia/Tokyo',
    'Europe/Brussels',
    'America/St_Johns',
    'Pacific/Kiritimati',
    'UTC',
  )
  const instant = fc.integer({ min: Date.parse('1990-01-02'), max: Date.parse('2090-01-01') })
  fc.assert(
    fc.property(instant, zone, (at, name) => {
      const date = civilDateOf(at, name)
      // St. John’s changed its clocks at 00:01 until 2011: a minute of the new date came an hour early.
      fc.pre(name !== 'America/St_Johns' || at > Date.parse('2012-01-01'))
      expect(startOfCivilDate(date, name)).toBeLessThanOrEqual(at)
      expect(endOfCivilDate(date, name)).toBeGreaterThan(at)
    }),
  )
})

test('an unknown zone is refused', () => {
  expect(() => civilDateOf(0, 'Mars/Olympus')).toThrow(/no instant 0 in time zone "Mars\/Olympus"/)
  expect(() => civilDateOf(Number.NaN, 'UTC')).toThrow(RangeError)
})
