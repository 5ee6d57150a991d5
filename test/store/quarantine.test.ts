import { beforeAll, expect, test } from 'vitest'
import { appendQuarantine, type QuarantineRow } from '../../store/quarantine/append-quarantine.ts'
import { appendResolutions } from '../../store/quarantine/append-resolutions.ts'
import { findEntries } from '../../store/quarantine/find-entries.ts'
import { listHistory } from '../../store/quarantine/list-history.ts'
import { listQuarantine } from '../../store/quarantine/list-quarantine.ts'
import type { Store } from '../../store/store.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

const row = (n: number, changes: Partial<QuarantineRow> = {}): QuarantineRow => ({
  receivedAt: 1_700_000_000_000 + n,
  entry: `entry-${n}`,
  origin: 'http',
  index: n,
  project: n % 2 === 0 ? 'even' : null,
  kind: 'cost.booked',
  id: `event-${n}`,
  code: 'MISSING_FIELD',
  field: 'data.amount',
  message: 'data.amount is missing',
  raw: `{"n":${n}}`,
  rawBytes: 7,
  ...changes,
})
const unknownField = { code: 'UNKNOWN_FIELD', field: 'data.x', message: 'data.x is not known' } as const
const refusedAgain = { entry: 'entry-2', resolvedAt: 1_800_000_000_000, refusal: unknownField }
const replayed = { entry: 'entry-3', resolvedAt: 1_800_000_000_001, refusal: null }

let store: Store
beforeAll(async () => {
  store = await openTestStore()
  await appendQuarantine(store, { token: 'quarantine:all', rows: [1, 2, 3, 4, 5].map((n) => row(n)) })
  await appendResolutions(store, [refusedAgain, replayed])
})
const names = async (query: Partial<Parameters<typeof listQuarantine>[1]>) =>
  (await listQuarantine(store, { limit: 100, ...query })).events.map(({ entry }) => entry)

test('an entry shows its newest reason, and when it became a fact', async () => {
  const { events } = await listQuarantine(store, { limit: 100 })
  expect(events.map(({ entry, code, replayedAt, raw }) => [entry, code, replayedAt, raw])).toEqual([
    ['entry-5', 'MISSING_FIELD', null, '{"n":5}'],
    ['entry-4', 'MISSING_FIELD', null, '{"n":4}'],
    ['entry-3', 'MISSING_FIELD', 1_800_000_000_001, '{"n":3}'],
    ['entry-2', 'UNKNOWN_FIELD', null, '{"n":2}'],
    ['entry-1', 'MISSING_FIELD', null, '{"n":1}'],
  ])
})

test('filters take the newest reason, the state and the project', async () => {
  expect(await names({ code: 'UNKNOWN_FIELD' })).toEqual(['entry-2'])
  expect(await names({ state: 'replayed' })).toEqual(['entry-3'])
  expect(await names({ state: 'open', order: 'oldest' })).toEqual([
    'entry-1',
    'entry-2',
    'entry-4',
    'entry-5',
  ])
  expect(await names({ project: 'even' })).toEqual(['entry-4', 'entry-2'])
})

test('pages of either order neither overlap nor leave anything out', async () => {
  for (const order of ['newest', 'oldest'] as const) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { events, next } = await listQuarantine(store, { limit: 2, order, cursor })
      seen.push(...events.map(({ entry }) => entry))
      cursor = next ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(await names({ order }))
  }
})

test('entries are found by name, and nothing of their history is lost', async () => {
  expect(
    (await findEntries(store, ['entry-2', 'nobody'])).map(({ entry, message }) => [entry, message]),
  ).toEqual([['entry-2', 'data.x is not known']])
  expect(await listHistory(store, 'entry-2')).toEqual([
    {
      at: 1_700_000_000_002,
      outcome: 'refused',
      code: 'MISSING_FIELD',
      field: 'data.amount',
      message: 'data.amount is missing',
    },
    { at: 1_800_000_000_000, outcome: 'refused', ...unknownField },
  ])
})

test('the same resolutions again add nothing, and none of them means no insert', async () => {
  await appendResolutions(store, [refusedAgain, replayed])
  await appendResolutions(store, [])
  expect(await rowsOf(store, 'SELECT count() AS n FROM kanmon.quarantine_resolutions')).toEqual([{ n: 2 }])
})
