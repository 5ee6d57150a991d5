import { expect, test } from 'vitest'
import { factBlock } from '../../ingest/intake/fact-block.ts'
import { readEvent } from '../../ingest/events/read-event.ts'
import { InvalidCursor } from '../../store/cursor.ts'
import { findIdentities, MAX_IDENTITIES } from '../../store/facts/find-identities.ts'
import { listFacts } from '../../store/facts/list-facts.ts'
import { listProjectIds } from '../../store/facts/list-project-ids.ts'
import { loadFactLog } from '../../store/facts/load-fact-log.ts'
import { loadWideFacts } from '../../store/facts/load-wide-facts.ts'
import { newestReceipt } from '../../store/facts/newest-receipt.ts'
import { readWatermarks } from '../../store/facts/read-watermarks.ts'
import { writeBatch } from '../../store/write-batch.ts'
import { holdPlaced, makeEvent, NOW, type TestEvent } from '../helpers/events.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

const store = await openTestStore()
let block = 0

function read(event: TestEvent) {
  const reading = readEvent(event, { now: NOW, bytes: () => 0, allowOrders: true })
  if (!reading.ok) throw new Error(reading.refusal.message)
  return reading.fact
}

/** Writes past the intake, which would not let a duplicate through. */
const write = (receivedAt: number, ...events: TestEvent[]) =>
  writeBatch(store, {
    table: 'facts',
    token: `test:${block++}`,
    lines: factBlock(events.map(read), receivedAt),
  })

const log = async (project: string, knownUntil: number) =>
  (await loadFactLog(store, { projects: [project], knownUntil })).map(({ id, receivedAt, key }) => [
    id,
    receivedAt,
    key,
  ])

test('of two copies the one received first is known, whatever order they were written in, before and after a merge', async () => {
  const subject = 'first-wins'
  const event = makeEvent('e-1', { subject })
  await write(3000, event)
  await write(1000, event)
  await write(2000, event)
  for (const merge of [false, true]) {
    if (merge) await store.write.command({ query: 'OPTIMIZE TABLE kanmon.facts FINAL' })
    expect(await log(subject, 999)).toEqual([])
    expect(await log(subject, 1000)).toEqual([['e-1', 1000, 'e-1']])
    expect(await log(subject, 9000)).toEqual([['e-1', 1000, 'e-1']])
  }
  const rows = await rowsOf(
    store,
    `SELECT toUnixTimestamp64Milli(received_at) AS at FROM kanmon.facts WHERE project = '${subject}'`,
  )
  expect(rows).toEqual([{ at: 1000 }])
  // The projections were rebuilt by the merge.
  expect(await readWatermarks(store, { projects: [subject] })).toEqual(new Map([[subject, 1000]]))
})

test('copies of one event with different contents count as the one received first, merged or not', async () => {
  const subject = 'conflict'
  await write(
    2000,
    makeEvent('e-1', { subject, data: { booking: 'late', workPackage: 'w', date: '2026-03-01', amount: 1 } }),
  )
  await write(1000, makeEvent('e-1', { subject }))
  expect(await log(subject, 5000)).toEqual([['e-1', 1000, 'e-1']])
  await store.write.command({ query: 'OPTIMIZE TABLE kanmon.facts FINAL' })
  expect(await log(subject, 5000)).toEqual([['e-1', 1000, 'e-1']])
})

test('the log holds what was received by then, by project, occurrence, receipt, id and source', async () => {
  const at = (id: string, subject: string, time: string, source = 's') =>
    makeEvent(id, { subject, time, source })
  await write(5000, at('b', 'log-b', '2026-01-01T00:00:00Z'), at('a', 'log-a', '2026-01-02T00:00:00Z'))
  await write(4000, at('d', 'log-a', '2026-01-02T00:00:00Z'), at('c', 'log-a', '2026-01-02T00:00:00Z', 't'))
  await write(
    6000,
    at('e', 'log-a', '2026-01-01T00:00:00.001Z'),
    at('c', 'log-a', '2026-01-02T00:00:00Z', 'u'),
  )
  const facts = await loadFactLog(store, { projects: ['log-b', 'log-a', 'log-none'], knownUntil: 6000 })
  expect(facts.map(({ project, id, source }) => `${project} ${id} ${source}`)).toEqual([
    'log-a e s',
    'log-a c t',
    'log-a d s',
    'log-a a s',
    'log-a c u',
    'log-b b s',
  ])
  expect(facts[0]).toEqual({
    project: 'log-a',
    kind: 'cost.booked',
    key: 'e',
    occurredAt: Date.UTC(2026, 0, 1) + 1,
    receivedAt: 6000,
    source: 's',
    id: 'e',
    data: { booking: 'e', workPackage: 'wp-1', date: '2026-03-01', amount: 8 },
  })
  expect(await log('log-a', 4999)).toHaveLength(2)
  expect(await loadFactLog(store, { projects: [], knownUntil: 6000 })).toEqual([])
})

test('quotes, line breaks, SQL and Japanese come back as they were sent', async () => {
  const text = `it's "quoted" \\ '; DROP TABLE kanmon.facts; -- 日本語 😀 {x:String} \u{10FFFF}`
  const data = {
    hold: text,
    office: 'QA',
    scope: { division: text },
    reason: `${text}\n\tsecond line`,
    placedBy: text,
  }
  await write(1000, makeEvent(text, { ...holdPlaced(`division:${text}`), source: text, data }))
  const [fact] = await loadFactLog(store, { projects: [`division:${text}`], knownUntil: 9000 })
  expect(fact).toMatchObject({ id: text, source: text, project: `division:${text}`, data })
  const page = await listFacts(store, {
    project: `division:${text}`,
    key: fact!.key,
    knownUntil: 9000,
    limit: 10,
  })
  expect(page.facts).toEqual([fact])
})

test('wide holds are found by subject, and wide subjects are no projects', async () => {
  await write(7000, makeEvent('w-1', holdPlaced('organization:HQ')), makeEvent('w-2', holdPlaced('payroll')))
  const wide = await loadWideFacts(store, { knownUntil: 7000 })
  expect(wide.map(({ id }) => id)).toContain('w-1')
  expect(wide.map(({ id }) => id)).not.toContain('w-2')
  expect((await loadWideFacts(store, { knownUntil: 6999 })).map(({ id }) => id)).not.toContain('w-1')
  const ids = await listProjectIds(store)
  expect(ids).toEqual([...ids].sort())
  expect(ids).toContain('payroll')
  expect(ids.filter((id) => id.includes(':'))).toEqual([])
})

test('a watermark is the newest receipt of its subject', async () => {
  await write(8000, makeEvent('m-1', { subject: 'mark-a' }))
  await write(8500, makeEvent('m-2', { subject: 'mark-a' }), makeEvent('m-3', { subject: 'mark-b' }))
  expect(await readWatermarks(store, { projects: ['mark-a', 'mark-b', 'none'] })).toEqual(
    new Map([
      ['mark-a', 8500],
      ['mark-b', 8500],
    ]),
  )
  const all = await readWatermarks(store)
  expect(all.get('mark-b')).toBe(8500)
  expect(Math.max(...all.values())).toBe(await newestReceipt(store))
})

test('pages of facts neither overlap nor leave anything out, and filters hold', async () => {
  const subject = 'paged'
  const events = Array.from({ length: 25 }, (_, i) =>
    makeEvent(`p-${i}`, { subject, time: `2026-01-${String(1 + (i % 5)).padStart(2, '0')}T00:00:00Z` }),
  )
  await write(1000, ...events)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listFacts(store, { project: subject, knownUntil: 2000, limit: 7, cursor })
    seen.push(...page.facts.map(({ id }) => id))
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  expect(new Set(seen).size).toBe(25)
  expect(seen).toHaveLength(25)
  const filtered = { project: subject, knownUntil: 2000, limit: 100 }
  const count = async (filter: object) => (await listFacts(store, { ...filtered, ...filter })).facts.length
  expect(await count({ kinds: ['cost.booked'], key: 'p-3' })).toBe(1)
  expect(await count({ kinds: ['defect.reported'] })).toBe(0)
  expect(await count({ from: Date.UTC(2026, 0, 2), to: Date.UTC(2026, 0, 3) })).toBe(10)
  expect(await count({ knownUntil: 999 })).toBe(0)
  await expect(listFacts(store, { ...filtered, cursor: 'nonsense' })).rejects.toThrow(InvalidCursor)
})

test('a lookup takes as many identities as a block has, and finds the stored ones exactly', async () => {
  const { identity, digest } = read(makeEvent('lookup-1'))
  await write(1000, makeEvent('lookup-1'))
  const strangers = Array.from({ length: MAX_IDENTITIES - 1 }, (_, i) =>
    (2n ** 128n - 1n - BigInt(i)).toString(),
  )
  const found = await findIdentities(store, [...strangers, identity])
  expect([...found.keys()]).toEqual([identity])
  expect(found.get(identity)).toMatchObject({ digest, kind: 'cost.booked' })
})

test('the years 1990 and 2199 and their milliseconds survive', async () => {
  const subject = 'years'
  await write(1000, makeEvent('y-1', { subject, time: '1990-01-01T00:00:00.001Z' }))
  const [fact] = await loadFactLog(store, { projects: [subject], knownUntil: Date.UTC(2199, 0, 1) })
  expect(fact!.occurredAt).toBe(Date.UTC(1990, 0, 1) + 1)
})
