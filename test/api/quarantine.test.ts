import { afterEach, beforeAll, expect, test } from 'vitest'
import { replayAnswer, quarantineDetail, quarantinePage } from '../../schemas/answers.ts'
import { openTestApi, type TestApi } from '../helpers/api.ts'
import { holdPlaced, makeEvent } from '../helpers/events.ts'
import { noon, TODAY } from '../helpers/project-facts.ts'
import { rowsOf } from '../helpers/store.ts'

const HOUR = 3_600_000
let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
})

afterEach(() => {
  api.clock.now = noon(TODAY)
})

/** Sends one event that is refused; the name of its entry. */
async function refuse(event: unknown): Promise<string> {
  const body = typeof event === 'string' ? event : JSON.stringify(event)
  await api.app.request('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  })
  const page = quarantinePage.parse((await api.get('/v1/quarantine?limit=1')).body)
  return page.entries[0]!.entry
}
/** Refused now, valid in an hour. */
const tooEarly = (id: string, subject: string) =>
  makeEvent(id, { subject, time: new Date(noon(TODAY) + HOUR / 2).toISOString() })
const replay = async (request: object) =>
  replayAnswer.parse((await api.post('/v1/quarantine/replay', request)).body)
const show = async (entry: string) => quarantineDetail.parse((await api.get(`/v1/quarantine/${entry}`)).body)
const factsOf = async (project: string) =>
  (await api.get(`/v1/projects/${project}/facts`)).body as { facts: { id: string }[] }

test('an event that is valid now becomes a fact under its own id, once, and its entry is marked', async () => {
  const entry = await refuse(tooEarly('late-1', 'replayed'))
  const same = await refuse(tooEarly('late-1', 'replayed'))
  api.clock.now += HOUR

  const answer = await replay({ entries: [entry, same, entry] })
  expect(answer.results.map(({ outcome, duplicate }) => [outcome, duplicate])).toEqual([
    ['replayed', false],
    ['replayed', true],
  ])
  expect((await factsOf('replayed')).facts.map(({ id }) => id)).toEqual(['late-1'])
  expect(await show(entry)).toMatchObject({
    state: 'replayed',
    code: 'TIME_IN_FUTURE',
    history: [
      { outcome: 'refused', code: 'TIME_IN_FUTURE' },
      { outcome: 'replayed', code: null },
    ],
  })
  expect((await replay({ entries: [entry] })).results[0]?.outcome).toBe('replayed-before')
  expect(await rowsOf(api.store, 'SELECT count() AS n FROM kanmon.facts')).toEqual([{ n: 1 }])
})

test('a dry run says what would happen, and stores nothing', async () => {
  const entry = await refuse(tooEarly('late-2', 'rehearsed'))
  const reused = await refuse({ ...tooEarly('late-2', 'rehearsed'), data: { booking: 'other', workPackage: 'w', date: '2026-03-01', amount: 1 } }) // prettier-ignore
  api.clock.now += HOUR
  const answer = await replay({ project: 'rehearsed', dryRun: true })
  expect(answer).toMatchObject({ dryRun: true, counts: { replayed: 1, refused: 1 }, next: null })
  expect(answer.results.map(({ entry: name, code }) => [name, code])).toEqual([
    [entry, null],
    [reused, 'ID_REUSED'],
  ])
  expect((await factsOf('rehearsed')).facts).toEqual([])
  expect((await show(entry)).state).toBe('open')
  // And then it happens as it was said.
  expect((await replay({ project: 'rehearsed' })).counts).toEqual(answer.counts)
  expect((await show(reused)).code).toBe('ID_REUSED')
})

test('what is still wrong stays open with the newest reason; the same reason again leaves no mark', async () => {
  const missing = { workPackage: 'wp-1', date: '2026-03-01', amount: 8 }
  const entry = await refuse({ ...tooEarly('late-3', 'wrong'), data: missing })
  api.clock.now += HOUR
  await replay({ entries: [entry] })
  await replay({ entries: [entry] })
  const { state, code, history } = await show(entry)
  expect([state, code]).toEqual(['open', 'MISSING_FIELD'])
  expect(history.map((each) => each.code)).toEqual(['TIME_IN_FUTURE', 'MISSING_FIELD'])
})

test('an order never becomes a fact this way', async () => {
  const entry = await refuse(makeEvent('order-1', holdPlaced()))
  expect((await replay({ entries: [entry] })).results).toMatchObject([
    { outcome: 'refused', code: 'RESERVED_KIND' },
  ])
  expect(await rowsOf(api.store, "SELECT count() AS n FROM kanmon.facts WHERE kind = 'hold.placed'")).toEqual(
    [{ n: 0 }],
  )
})

test('text that is not all of what was sent is not replayed, and says so', async () => {
  const long = await refuse(makeEvent('long', { subject: 'x', data: { text: 'x'.repeat(70_000) } }))
  expect((await show(long)).raw).toHaveLength(65_536)
  expect((await replay({ entries: [long, 'nobody'] })).counts).toMatchObject({
    'not-whole': 1,
    'not-found': 1,
  })
  expect((await show(long)).state).toBe('open')
})

test('text that was no UTF-8 is kept with replacement characters and is not replayed', async () => {
  const body = Buffer.from(JSON.stringify(makeEvent('bytes', { subject: 'bytes' })))
  body[body.indexOf('wp-1')] = 0xff
  await api.app.request('/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body,
  })
  const { entries } = quarantinePage.parse((await api.get('/v1/quarantine?limit=1')).body)
  expect(entries[0]?.raw).toContain('\uFFFD')
  expect((await replay({ entries: [entries[0]!.entry] })).results[0]?.outcome).toBe('not-whole')
})

test('everything open is replayed in pages, the oldest first', async () => {
  for (let n = 0; n < 5; n++) await refuse(tooEarly(`page-${n}`, 'paged'))
  api.clock.now += HOUR
  const first = await replay({ project: 'paged', code: 'TIME_IN_FUTURE', limit: 3 })
  const second = await replay({ project: 'paged', code: 'TIME_IN_FUTURE', limit: 3, cursor: first.next })
  expect([first.results.length, second.results.length, second.next]).toEqual([3, 2, null])
  expect((await factsOf('paged')).facts.map(({ id }) => id).sort()).toEqual(
    [0, 1, 2, 3, 4].map((n) => `page-${n}`),
  )
  expect((await api.get('/v1/quarantine?project=paged&state=open')).body).toMatchObject({ entries: [] })
})

test.each([
  [{ entries: ['a'], project: 'p' }, 'entries'],
  [{ entries: [] }, 'entries'],
  [{ cursor: 'nonsense' }, 'cursor'],
])('%j is refused by field', async (request, field) => {
  const { status, body } = await api.post('/v1/quarantine/replay', request)
  expect([status, (body as { field: string }).field]).toEqual([400, field])
})

test('an unknown entry is not found', async () => {
  expect(await api.get('/v1/quarantine/nobody')).toMatchObject({
    status: 404,
    body: { code: 'QUARANTINE_ENTRY_NOT_FOUND' },
  })
})
