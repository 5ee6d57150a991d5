import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromEpochDay, toEpochDay } from '../../../analytics/calendar/civil-date.ts'
import { createWorkCalendar } from '../../../analytics/calendar/work-calendar.ts'

const day = toEpochDay
const none = new Set<string>()

test('by default Monday to Friday are worked for eight hours', () => {
  const calendar = createWorkCalendar(undefined, none)
  expect(calendar.hoursPerDay).toBe(8)
  expect(calendar.workingDaysIn(day('2026-06-01'), day('2026-06-14'))).toBe(10)
  expect(calendar.isWorkingDay(day('2026-06-06'))).toBe(false)
})

test('a holiday takes a working day away, one on a weekend does not', () => {
  const calendar = createWorkCalendar({ holidays: ['2026-06-03'] }, new Set(['2026-06-04', '2026-06-06']))
  expect(calendar.workingDaysIn(day('2026-06-01'), day('2026-06-07'))).toBe(3)
  expect(fromEpochDay(calendar.nthWorkingDayAfter(day('2026-06-02'), 1))).toBe('2026-06-05')
})

test('a fraction of a day needs the whole day, and no days need none', () => {
  const calendar = createWorkCalendar(undefined, none)
  const after = (n: number) => fromEpochDay(calendar.nthWorkingDayAfter(day('2026-06-05'), n))
  expect([0, 0.1, 1, 1.0000000000001, 1.2, 5, 6].map(after)).toEqual(
    ['2026-06-05', '2026-06-08', '2026-06-08', '2026-06-08', '2026-06-09', '2026-06-12', '2026-06-15'], // prettier-ignore
  )
  expect(() => after(Infinity)).toThrow(RangeError)
})

test('counts and n-th days are those found by walking day by day', () => {
  const first = day('2026-01-01')
  const days = fc.integer({ min: first, max: first + 500 })
  const weekday = fc.integer({ min: 1, max: 7 })
  fc.assert(
    fc.property(
      fc.uniqueArray(weekday, { minLength: 1, maxLength: 7 }),
      fc.uniqueArray(days, { maxLength: 40 }),
      days,
      days,
      fc.integer({ min: 1, max: 100 }),
      (workingDays, holidays, a, b, n) => {
        const calendar = createWorkCalendar({ workingDays }, new Set(holidays.map(fromEpochDay)))
        const walk = (from: number, to: number) => {
          let count = 0
          for (let at = from; at <= to; at += 1) count += calendar.isWorkingDay(at) ? 1 : 0
          return count
        }
        expect(calendar.workingDaysIn(a, b)).toBe(walk(a, b))
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        expect(calendar.workingDaysBetween(low, high)).toBe(walk(low + 1, high))
        expect(calendar.workingDaysBetween(high, low) + calendar.workingDaysBetween(low, high)).toBe(0)
        const nth = calendar.nthWorkingDayAfter(a, n)
        expect(calendar.isWorkingDay(nth)).toBe(true)
        expect(walk(a + 1, nth)).toBe(n)
      },
    ),
  )
})
