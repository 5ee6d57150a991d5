import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromEpochDay, toEpochDay } from '../../../analytics/calendar/civil-date.ts'
import { isoWeekDays, isoWeekOf } from '../../../analytics/calendar/iso-week.ts'

test.each([
  ['2026-11-22', '2026-W47'],
  ['2027-01-01', '2026-W53'],
  ['2024-12-30', '2025-W01'],
  ['2021-01-03', '2020-W53'],
  ['2018-01-01', '2018-W01'],
])('%s lies in %s', (date, week) => expect(isoWeekOf(date)).toBe(week))

test('a week holds exactly the seven dates from its Monday to its Sunday', () => {
  fc.assert(
    fc.property(fc.integer({ min: 7000, max: 84_000 }), (day) => {
      const { monday, sunday } = isoWeekDays(isoWeekOf(fromEpochDay(day)))
      expect(toEpochDay(sunday) - toEpochDay(monday)).toBe(6)
      expect(day).toBeGreaterThanOrEqual(toEpochDay(monday))
      expect(day).toBeLessThanOrEqual(toEpochDay(sunday))
    }),
  )
})

test.each(['2025-W53', '2026-W00', '2026-W54', '2026W47', '2026-W7'])('there is no week %s', (week) =>
  expect(() => isoWeekDays(week)).toThrow(RangeError),
)
