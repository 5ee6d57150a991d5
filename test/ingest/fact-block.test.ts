import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AcceptedFact } from '../../ingest/events/accepted-fact.ts'
import { readFactRow } from '../../ingest/events/fact-row.ts'
import { RowMemory } from '../../ingest/events/row-memory.ts'
import { factBlock } from '../../ingest/intake/fact-block.ts'
import { FirstOfId, makeSalt } from '../../ingest/intake/first-of-id.ts'
import { storeTime } from '../../store/time.ts'

const text = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .filter((each) => !/[\p{Cc}\p{Cs}]/u.test(each))
const columns = fc.record({
  project: text,
  kind: fc.constant('cost.booked' as const),
  key: text.map(encodeURIComponent),
  occurredAt: fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(9999, 11, 31) }),
  source: text,
  id: text,
  payload: fc.array(text, { maxLength: 20 }).map((each) => JSON.stringify(each)),
  retracted: fc.boolean(),
})

test('facts in one memory, in several and in any order come out of a block as they were, each with the receipt', () => {
  fc.assert(
    fc.property(fc.array(columns, { minLength: 1, maxLength: 20 }), fc.nat(), (said, at) => {
      // So small that pieces are left and begun again and again.
      const rows = new RowMemory(500)
      const facts = said.map((each) => new AcceptedFact(each, undefined, rows))
      const shuffled = facts.map((fact, place) => ({ fact, said: said[place]! })).reverse()
      for (const order of [facts.map((fact, place) => ({ fact, said: said[place]! })), shuffled]) {
        const lines = factBlock(
          order.map(({ fact }) => fact),
          at,
        )
          .toString('utf8')
          .split('\n')
        expect(lines.pop()).toBe('')
        expect(lines.map((line) => readFactRow(line))).toEqual(
          order.map((each) => ({ ...each.said, digest: '' })),
        )
        expect(lines.every((line) => line.endsWith(`\t${storeTime(at)}`))).toBe(true)
      }
    }),
  )
})

test('an instant is written as the store takes it, on every day of every era', () => {
  const instants = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) })
  fc.assert(
    fc.property(instants, (at) => {
      expect(factBlock([fact('a')], at).toString()).toContain(`\t${storeTime(at)}\n`)
    }),
    {
      numRuns: 3000,
      examples: [[0], [Date.UTC(2000, 1, 29)], [Date.UTC(2100, 2, 1) - 1], [Date.UTC(2400, 1, 29)]],
    },
  )
})

const fact = (id: string) =>
  new AcceptedFact({
    project: 'p',
    kind: 'cost.booked',
    key: 'k',
    occurredAt: 0,
    source: 's',
    id,
    payload: '{}',
    retracted: false,
  })

test('of each id the first fact is given back, also when the table is full', () => {
  const ids = Array.from({ length: 3000 }, (_, n) => `id-${n}`)
  const first = ids.map(fact)
  const seen = new FirstOfId(
    first.length,
    makeSalt(() => 0.3),
  )
  expect(first.filter((each) => seen.putIfNew(each) !== undefined)).toEqual([])
  expect(ids.filter((id, place) => seen.putIfNew(fact(id)) !== first[place])).toEqual([])
})

test('ids whose hashes were chosen to begin alike do not make a block quadratic', () => {
  let compared = 0
  const count = 5000
  const chosen = Array.from({ length: count }, (_, n) => ({
    first: 7,
    get second() {
      compared++
      return (n << 17) | 5
    },
    third: n,
    fourth: 9,
  })) as unknown as AcceptedFact[]
  const seen = new FirstOfId(
    count,
    makeSalt(() => 0.71),
  )
  expect(chosen.filter((each) => seen.putIfNew(each) !== undefined)).toEqual([])
  // One run of places would need some 12,500,000.
  expect(compared).toBeLessThan(count * 10)
})
