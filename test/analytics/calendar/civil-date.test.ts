import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromEpochDay, isoWeekday, toEpochDay } from '../../../analytics/calendar/civil-date.ts'

test('every date agrees with the runtime’s own calendar, both ways', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
      const date = new Date(day * 86_400_000)
      expect(fromEpochDay(day)).toBe(date.toISOString().slice(0, 10))
      expect(toEpochDay(fromEpochDay(day))).toBe(day)
      expect(isoWeekday(day)).toBe(date.getUTCDay() === 0 ? 7 : date.getUTCDay())
    }),
  )
})

test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '2026-1-1', '20260101', '', '0000-01-01'])(
  'what is no date is refused: %j',
  (text) => expect(() => toEpochDay(text)).toThrow(/toEpochDay: must be an existing date/),
)

test('a leap day exists', () => {
  expect(fromEpochDay(toEpochDay('2028-02-29') + 1)).toBe('2028-03-01')
  expect(() => toEpochDay('2100-02-29')).toThrow(RangeError)
})
