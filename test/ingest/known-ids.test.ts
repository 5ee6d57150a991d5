import { expect, test } from 'vitest'
import { readEvent } from '../../ingest/events/read-event.ts'
import { createKnownIds } from '../../ingest/intake/known-ids.ts'
import { makeEvent, NOW, projectDeclared } from '../helpers/events.ts'
import { makeIntake, toCandidates } from '../helpers/intake.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

const store = await openTestStore()
const fact = (event: unknown) => {
  const reading = readEvent(event, { now: NOW, bytes: () => 0 })
  if (!reading.ok) throw new Error(reading.refusal.message)
  return reading.fact
}
const events = [
  ...Array.from({ length: 3000 }, (_, i) => makeEvent(`known-${i}`, { source: `日本 \\ ${i % 3}` })),
  makeEvent('declared', projectDeclared()),
  makeEvent('declared-zone', projectDeclared({ timeZone: 'Asia/Tokyo', name: 'a\\"b' })),
]
const fail = (error: unknown) => {
  throw error
}

test('the store computes the same identity and digest as the ingest', async () => {
  const intake = await makeIntake(store)
  await intake.deliver(toCandidates(events), 'test')
  const rows = await rowsOf<{ id: string; identity: string; digest: string }>(
    store,
    'SELECT event_id AS id, toString(identity) AS identity, toString(digest) AS digest FROM kanmon.facts',
  )
  const expected = events.map(fact).map(({ id, identity, digest }) => ({ id, identity, digest }))
  const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
  expect(rows.sort(byId)).toEqual(expected.sort(byId))
})

test('every stored id is known, hardly any other is, and before the store was read every one may be', async () => {
  const known = createKnownIds(store, fail)
  const stranger = (i: number) => fact(makeEvent(`stranger-${i}`))
  expect(known.mayContain(stranger(0))).toBe(true)
  while (known.mayContain(stranger(0))) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(events.filter((event) => !known.mayContain(fact(event)))).toEqual([])
  const strangers = Array.from({ length: 5000 }, (_, i) => known.mayContain(stranger(i)))
  expect(strangers.filter(Boolean).length).toBeLessThan(5)
  known.add(stranger(7))
  expect(known.mayContain(stranger(7))).toBe(true)
  await known.stop()
})

test('when reading the store was stopped or failed, or others may write too, every id may be known', async () => {
  const stopped = createKnownIds(store, fail)
  await stopped.stop()
  const failures: unknown[] = []
  const broken = createKnownIds(
    { ...store, read: { query: () => Promise.reject(new Error('down')) } },
    (error) => failures.push(error),
  )
  const shared = createKnownIds({ ...store, kind: 'server' }, fail)
  await broken.stop()
  expect(failures).toHaveLength(1)
  for (const known of [stopped, broken, shared]) {
    shared.add(fact(makeEvent('other')))
    expect(known.mayContain(fact(makeEvent('any')))).toBe(true)
  }
})
