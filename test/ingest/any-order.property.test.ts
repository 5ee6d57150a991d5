import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadFactLog } from '../../store/facts/load-fact-log.ts'
import { makeEvent, testsReported } from '../helpers/events.ts'
import { makeIntake, toCandidates } from '../helpers/intake.ts'
import { openTestStore } from '../helpers/store.ts'

const store = await openTestStore()
const intake = await makeIntake(store)
let run = 0

/** A small history: corrections of one key, equal instants, several kinds. */
const history = (subject: string) =>
  Array.from({ length: 8 }, (_, i) =>
    makeEvent(`${subject}-${i}`, {
      subject,
      time: `2026-03-0${1 + (i % 3)}T00:00:00Z`,
      ...(i % 2 === 0 ? testsReported({ executed: 50 + i }) : {}),
    }),
  )

/** Indices of the history: every one at least once, some again, cut into deliveries, some of them at the same time. */
const deliveries = fc
  .tuple(fc.array(fc.nat(7), { maxLength: 12 }), fc.infiniteStream(fc.nat(1000)))
  .map(([extra, numbers]) => {
    const indices = [...extra, 0, 1, 2, 3, 4, 5, 6, 7].map((index) => ({
      index,
      rank: numbers.next().value as number,
    }))
    const sorted = indices.sort((a, b) => a.rank - b.rank)
    return sorted.reduce<number[][]>(
      (cut, { index, rank }) =>
        rank % 3 === 0 || cut.length === 0
          ? [...cut, [index]]
          : [...cut.slice(0, -1), [...(cut.at(-1) ?? []), index]],
      [],
    )
  })

test('any order, duplication and batching of the same events gives the same log', async () => {
  await fc.assert(
    fc.asyncProperty(deliveries, fc.boolean(), async (batches, atOnce) => {
      const subject = `run-${run++}`
      const events = history(subject)
      const send = (batch: number[]) =>
        intake.deliver(toCandidates(batch.map((index) => events[index])), 'test')
      if (atOnce) await Promise.all(batches.map(send))
      else for (const batch of batches) await send(batch)
      const log = await loadFactLog(store, { projects: [subject], knownUntil: intake.settledUntil() })
      const content = log.map(({ id, kind, key, occurredAt, data }) =>
        JSON.stringify([id, kind, key, occurredAt, data]),
      )
      const expected = events.map((event) => [event.id, event.data])
      expect(log.map(({ occurredAt }) => occurredAt)).toEqual(
        log.map(({ occurredAt }) => occurredAt).sort((a, b) => a - b),
      )
      expect(content).toHaveLength(8)
      expect(new Map(log.map(({ id, data }) => [id, data as unknown]))).toEqual(
        new Map(expected as [string, unknown][]),
      )
    }),
    { numRuns: 30 },
  )
})
