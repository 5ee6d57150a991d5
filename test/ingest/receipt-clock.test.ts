import { expect, test } from 'vitest'
import { createReceiptClock } from '../../ingest/receipt-clock.ts'

function makeClock(start: number, newest = 0) {
  const time = { now: start }
  return { time, clock: createReceiptClock(() => time.now, newest) }
}

test('stamps grow strictly, also while the clock stands still or goes back', () => {
  const { time, clock } = makeClock(100)
  const stamps = [clock.issue(), clock.issue()]
  time.now = 50
  stamps.push(clock.issue())
  time.now = 500
  stamps.push(clock.issue())
  expect(stamps).toEqual([100, 101, 102, 500])
})

test('the first stamp comes after everything stored before, however far the clock was set back', () => {
  expect(makeClock(100, 9000).clock.issue()).toBe(9001)
})

test('a block in flight holds the settled instant back, and later blocks do not carry it over', () => {
  const { time, clock } = makeClock(100)
  const first = clock.issue()
  time.now = 200
  const second = clock.issue()
  time.now = 300
  expect(clock.settledUntil()).toBe(99)
  clock.settle(second)
  expect(clock.settledUntil()).toBe(99)
  clock.settle(first)
  expect(clock.settledUntil()).toBe(300)
})

test('no stamp is given out at or before an instant that was called settled', () => {
  const { time, clock } = makeClock(100)
  expect(clock.settledUntil()).toBe(100)
  expect(clock.issue()).toBe(101)
  clock.settle(101)
  time.now = 50
  expect(clock.settledUntil()).toBe(101)
  expect(clock.issue()).toBe(102)
})

test('a block whose fate is unknown holds the settled instant back until it cannot appear any more', () => {
  const { time, clock } = makeClock(100)
  clock.abandon(clock.issue(), 1000)
  time.now = 1000
  expect(clock.settledUntil()).toBe(99)
  time.now = 1001
  expect(clock.settledUntil()).toBe(1001)
})
