import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createBreaker } from '../../../ingest/breaker.ts'
import { createPartitionBreakers } from '../../../ingest/kafka/partition-breaker.ts'

const feed = (outcomes: readonly boolean[], breaker = createBreaker()) => {
  const openedAt = outcomes.findIndex((isRefused) => breaker.record(isRefused))
  return { openedAt, breaker }
}
const times = (count: number, isRefused: boolean) => Array.from({ length: count }, () => isRefused)

test('50 refused in a row open it, also as the very first events', () => {
  expect(feed(times(50, true))).toMatchObject({ openedAt: 49 })
  expect(feed(times(49, true)).openedAt).toBe(-1)
  expect(feed([...times(3000, false), ...times(49, true), false, ...times(49, true)]).openedAt).toBe(-1)
  expect(feed([...times(3000, false), ...times(50, true)]).openedAt).toBe(3049)
})

test('a few refused among the first events do not open it, although their share is large', () => {
  expect(feed([true, true, false, true]).openedAt).toBe(-1)
  expect(feed(times(200, true).flatMap((_, n) => (n < 100 ? [true, false] : [false]))).openedAt).toBe(-1)
})

test('the 101st refused among the last 1,000 opens it, seen 1,000 or not', () => {
  const everyOther = times(101, true).flatMap(() => [false, true])
  expect(feed(everyOther).openedAt).toBe(201)
  const everyTenth = Array.from({ length: 20_000 }, (_, n) => n % 10 === 0)
  expect(feed(everyTenth).openedAt).toBe(-1)
  const { openedAt, breaker } = feed([...everyTenth, true])
  expect(openedAt).toBe(-1) // the oldest of the window was a refused one too
  expect(breaker.record(true)).toBe(true)
  expect(breaker.reason()).toBe('101 of the last 1000 events were refused')
})

test('it says the same as counting by hand, for any events', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 120 }), (outcomes) => {
      const breaker = createBreaker({ window: 20, refusedInWindow: 5, inARow: 4 })
      const isBad = (until: number) => {
        const seen = outcomes.slice(0, until + 1)
        const share = seen.slice(-20).filter(Boolean).length > 5
        return share || (seen.length >= 4 && seen.slice(-4).every(Boolean))
      }
      const expected = outcomes.findIndex((_, n) => isBad(n))
      expect(outcomes.findIndex((isRefused) => breaker.record(isRefused))).toBe(expected)
      expect(breaker.reason() === null).toBe(expected === -1)
    }),
  )
})

test('it stays open', () => {
  const { breaker } = feed(times(50, true))
  for (let n = 0; n < 5000; n++) expect(breaker.record(false)).toBe(true)
  expect(breaker.reason()).toBe('50 events in a row were refused')
})

test('it is clean only after a whole window without a refusal', () => {
  const { breaker } = feed(times(999, false))
  expect(breaker.isClean()).toBe(false)
  breaker.record(false)
  expect(breaker.isClean()).toBe(true)
  breaker.record(true)
  expect(breaker.isClean()).toBe(false)
  for (let n = 0; n < 1000; n++) breaker.record(false)
  expect(breaker.isClean()).toBe(true)
})

test('a message delivered again is not counted again, and each partition counts by itself', () => {
  const breakerOf = createPartitionBreakers(true)
  for (let delivery = 0; delivery < 9; delivery++)
    for (let offset = 0; offset < 40; offset++) breakerOf(0).record(String(offset), 0, true)
  expect(breakerOf(0).reason()).toBeNull()
  for (let position = 0; position < 9; position++) breakerOf(0).record('40', position, true)
  expect(breakerOf(0).reason()).toBeNull()
  expect(breakerOf(1).reason()).toBeNull()
  breakerOf(0).record('40', 9, true)
  expect(breakerOf(0).reason()).toBe('50 events in a row were refused')
  expect(breakerOf(1).reason()).toBeNull()
})

test('switched off it never opens', () => {
  const breaker = createPartitionBreakers(false)(0)
  for (let offset = 0; offset < 5000; offset++) breaker.record(String(offset), 0, true)
  expect(breaker.reason()).toBeNull()
})
