import { describe, expect, test } from 'vitest'
import { envelope } from '../../schemas/envelope.ts'
import { kinds } from '../../schemas/facts/index.ts'
import { holdScope } from '../../schemas/facts/orders.ts'
import { DAY, kindOf, NOW, portfolioAt } from './portfolio-fixture.ts'

const portfolio = portfolioAt(NOW)

test('every event is a valid envelope around a valid fact of an open kind', () => {
  for (const event of portfolio.events) {
    expect(envelope.safeParse(event).error, event.id).toBeUndefined()
    const kind = kindOf(event)
    expect(kinds[kind].intake).toBe('open')
    expect(kinds[kind].data.safeParse(event.data).error, event.id).toBeUndefined()
  }
})

test('ids are unique, and there are fewer than 8,000 events', () => {
  const ids = new Set(portfolio.events.map((event) => `${event.source} ${event.id}`))
  expect(ids.size).toBe(portfolio.events.length)
  expect(portfolio.events.length).toBeLessThan(8000)
})

test('the same moment gives the same portfolio', () => {
  expect(portfolioAt(NOW)).toEqual(portfolio)
})

describe('nothing happens after now, and every dated fact lies on its local day', () => {
  const moments = [
    '2026-11-19T00:00:00+09:00', // the first instant of a day in Tokyo
    '2026-11-21T00:00:07+09:00', // a Saturday that has hardly begun; still Friday in Berlin
    '2027-01-03T23:59:59+09:00', // a Sunday in the new year
    '2028-02-29T12:00:00+09:00',
    '2026-03-29T03:30:00+02:00', // the hour after the clock change in Berlin
    '2026-10-25T02:30:00+01:00',
  ]
  test.each(moments)('%s', (moment) => {
    const now = Date.parse(moment)
    const built = portfolioAt(now)
    expect(Math.max(...built.events.map((event) => Date.parse(event.time)))).toBeLessThanOrEqual(now)
    for (const event of built.events) {
      const day = event.data['asOf'] ?? event.data['date']
      if (day !== undefined) expect(event.time.slice(0, 10), event.id).toBe(day)
      const fault = kinds[kindOf(event)].data.safeParse(event.data).error
      expect(fault, event.id).toBeUndefined()
    }
  })
})

test('the series moves with now, day by day', () => {
  const daysOf = (now: number) =>
    portfolioAt(now)
      .events.filter((event) => event.type.startsWith('dev.kanmon.defect') && event.data['status'] === 'open')
      .map((event) => [event.id, event.time.slice(0, 10)] as const)
  const moved = new Map(daysOf(NOW + DAY))
  for (const [id, day] of daysOf(NOW)) {
    expect(Date.parse(moved.get(id)!) - Date.parse(day), id).toBe(DAY)
  }
})

test('the expectations name every project once and cover SHIP and the five kinds of HOLD', () => {
  const projects = new Set(portfolio.events.map((event) => event.subject))
  expect(portfolio.expected.map(({ project }) => project).toSorted()).toEqual([...projects].toSorted())
  const main = new Set(portfolio.expected.map(({ why }) => why[0] ?? 'SHIP'))
  expect([...main].toSorted()).toEqual(
    ['DATA', 'EVIDENCE', 'HOLD_ORDER', 'PROGRESS', 'QUALITY', 'SHIP'].toSorted(),
  )
  for (const { recommendation, why } of portfolio.expected) {
    expect(why.length === 0).toBe(recommendation === 'SHIP')
  }
  expect(portfolio.expected.filter((e) => e.recommendation === 'SHIP').length).toBeGreaterThanOrEqual(3)
})

test('a hold is an order for its own route, for exactly the project held by order', () => {
  const held = portfolio.expected.filter(({ why }) => why.includes('HOLD_ORDER'))
  expect(portfolio.holds.map(({ scope }) => holdScope.parse(scope))).toEqual(
    held.map(({ project }) => ({ project })),
  )
})
