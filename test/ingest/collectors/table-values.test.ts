import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnLetters } from '../../../ingest/collectors/table/cell.ts'
import { writtenDate } from '../../../ingest/collectors/table/dates.ts'
import { writtenNumber } from '../../../ingest/collectors/table/numbers.ts'

describe('dates as offices write them', () => {
  // The first and last days of the eras are those of the ordinances (元号を改める政令).
  test.each([
    ['2026-04-01', '2026-04-01'],
    ['2026/4/1', '2026-04-01'],
    ['2026.4.1', '2026-04-01'],
    ['20260401', '2026-04-01'],
    ['2026年4月1日', '2026-04-01'],
    ['2026年4月1日(水)', '2026-04-01'],
    ['２０２６／４／１', '2026-04-01'],
    ['令和8年4月1日', '2026-04-01'],
    ['令和元年5月1日', '2019-05-01'],
    ['㋿8年4月1日', '2026-04-01'],
    ['R8.4.1', '2026-04-01'],
    ['r8/4/1', '2026-04-01'],
    ['Ｒ８．４．１', '2026-04-01'],
    ['平成31年4月30日', '2019-04-30'],
    ['H31.4.30', '2019-04-30'],
    ['昭和64年1月7日', '1989-01-07'],
    ['平成元年1月8日', '1989-01-08'],
    ['S64.1.7', '1989-01-07'],
  ])('%s is %s', (text, date) => {
    expect(writtenDate(text, 'ymd')).toEqual({ date, time: null, zone: null })
  })

  test.each([
    ['2026/4/1 9:30', '09:30:00'],
    ['2026年4月1日 9時30分', '09:30:00'],
    ['令和8年4月1日(水) 9:30:15', '09:30:15'],
  ])('%s has a time of day', (text, time) => {
    expect(writtenDate(text, 'ymd')).toEqual({ date: '2026-04-01', time, zone: null })
  })

  test.each([
    '平成31年5月1日',
    '令和元年4月30日',
    '2026/2/29',
    '26/4/1',
    '4/1/2026',
    '2026/4',
    '来週',
    '2026/4/1 25:00',
  ])('%s is none', (text) => {
    expect(writtenDate(text, 'ymd')).toBeNull()
  })

  test('day and month in another order only when the mapping says so', () => {
    expect(writtenDate('4/1/2026', 'mdy')?.date).toBe('2026-04-01')
    expect(writtenDate('4/1/2026', 'dmy')?.date).toBe('2026-01-04')
  })

  test('every day since Showa 1 is read as the Japanese calendar of ICU writes it', () => {
    const japanese = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', { dateStyle: 'long', timeZone: 'UTC' })
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1926, 11, 25) / 864e5, max: Date.UTC(2090, 0, 1) / 864e5 }),
        (day) => {
          const date = new Date(day * 864e5)
          expect(writtenDate(japanese.format(date), 'ymd')?.date).toBe(date.toISOString().slice(0, 10))
        },
      ),
      { numRuns: 500 },
    )
  })
})

test.each([
  ['1,234', 1234],
  ['１，２３４．５', 1234.5],
  ['▲1,000', -1000],
  ['△5', -5],
  ['(1,000)', -1000],
  ['−3', -3],
  ['45%', 45],
  ['1.5e3', 1500],
  ['.5', 0.5],
])('%s is the number %d', (text, value) => expect(writtenNumber(text)).toBe(value))

test.each(['', '1,23', '12,34', '1.2.3', '3件', 'なし', '-', '1 2 a'])('%j is no number', (text) =>
  expect(writtenNumber(text)).toBeNull(),
)

test('columns are named as spreadsheets name them', () => {
  expect([1, 26, 27, 52, 703].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AZ', 'AAA'])
})
