import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { appendVerdicts, verdictAppender } from '../../store/verdicts/append-verdicts.ts'
import { findVerdict } from '../../store/verdicts/find-verdict.ts'
import { findVerdicts } from '../../store/verdicts/find-verdicts.ts'
import { latestVerdicts } from '../../store/verdicts/latest-verdicts.ts'
import { listVerdicts } from '../../store/verdicts/list-verdicts.ts'
import type { VerdictRow } from '../../store/verdicts/rows.ts'
import { openTestStore, rowsOf } from '../helpers/store.ts'

const store = await openTestStore()

const latestOf = async (project: string) =>
  (await latestVerdicts(store, { projects: [project, 'nobody'], gate: 'release' })).get(project)

function verdict(content: string, changes: Partial<VerdictRow> = {}): VerdictRow {
  return {
    id: createHash('sha256').update(content).digest('hex'),
    project: 'payroll',
    gate: 'release',
    at: 1000,
    asOf: 1000,
    computedAt: 1000,
    recommendation: 'HOLD',
    score: 61.25,
    live: true,
    supersedes: null,
    policyId: 'standard',
    policyVersion: 3,
    policyDigest: 'abc',
    content,
    program: 'p1',
    ...changes,
  }
}

test('a live verdict is stored when it changes, also when it changes back', async () => {
  const a = verdict('{"a":"日本"}')
  const b = verdict('{"b":1}', { supersedes: a.id, recommendation: 'SHIP', computedAt: 1000 })
  await appendVerdicts(store, [a, a])
  await appendVerdicts(store, [a])
  await appendVerdicts(store, [b])
  await appendVerdicts(store, [{ ...a, supersedes: b.id }])
  const listed = await listVerdicts(store, 'payroll', 'release')
  expect(listed.map(({ id }) => id)).toEqual([a.id, b.id, a.id])
  expect(listed.map(({ computedAt }) => computedAt)).toEqual([1002, 1001, 1000])
  expect(await latestOf('payroll')).toMatchObject({ id: a.id, supersedes: b.id })
  expect(await findVerdict(store, a.id)).toEqual(a)
})

test('an answer about the past is stored once per id and is never the latest', async () => {
  const past = verdict('{"past":1}', {
    live: false,
    computedAt: 9000,
    policyId: null,
    policyVersion: null,
    policyDigest: null,
  })
  await appendVerdicts(store, [past])
  await appendVerdicts(store, [{ ...past, computedAt: 9500 }])
  expect(await findVerdict(store, past.id)).toEqual(past)
  expect(await rowsOf(store, `SELECT count() AS n FROM kanmon.verdicts WHERE id = '${past.id}'`)).toEqual([
    { n: 1 },
  ])
  expect((await latestOf('payroll'))?.id).not.toBe(past.id)
})

test('gates and projects are kept apart, and what is not there is null', async () => {
  await appendVerdicts(store, [verdict('{"c":1}', { project: "o'brien", gate: 'plan' })])
  expect(await listVerdicts(store, "o'brien")).toHaveLength(1)
  expect(await latestOf("o'brien")).toBeUndefined()
  expect(await findVerdict(store, '0'.repeat(64))).toBeNull()
  expect(await findVerdict(store, "'; DROP")).toBeNull()
})

test('numbers that the store would wrap are refused', async () => {
  await expect(appendVerdicts(store, [verdict('{}', { policyVersion: 5e9 })])).rejects.toThrow()
  await expect(appendVerdicts(store, [verdict('{}', { at: 1e15 })])).rejects.toThrow()
})

test('many projects are asked about at once, and each is answered with its own newest verdict', async () => {
  const projects = Array.from({ length: 30 }, (_, n) => `many-${n}`)
  const rows = projects.flatMap((project, n) =>
    [1, 2, 3].map((turn) =>
      verdict(`{"${project}":${turn}}`, { project, computedAt: 1000 * turn, live: turn < 3 || n % 2 === 0 }),
    ),
  )
  await appendVerdicts(store, rows)
  const latest = await latestVerdicts(store, { projects, gate: 'release' })
  const newest = projects.map((project, n) =>
    rows.find((row) => row.content === `{"${project}":${n % 2 === 0 ? 3 : 2}}`),
  )
  expect(projects.map((project) => latest.get(project))).toEqual(newest)
  expect((await latestVerdicts(store, { projects, gate: 'plan' })).size).toBe(0)
  const asked = newest.flatMap((row) => (row === undefined ? [] : [row]))
  const ids = asked.slice(0, 7).map(({ id }) => id)
  const found = await findVerdicts(store, { projects, gate: 'release', ids })
  expect(found.map(({ id }) => id).sort()).toEqual(
    asked
      .slice(0, 7)
      .flatMap(({ id, live }) => (live ? [id] : []))
      .sort(),
  )
  expect(found[0]).toEqual(asked.find(({ id }) => id === found[0]?.id))
})

test('an appender keeps what `appendVerdicts` would, also of two that come at once and after a TRUNCATE', async () => {
  const append = verdictAppender(store)
  const project = 'appended'
  const a = verdict('{"appended":1}', { project })
  const b = verdict('{"appended":2}', { project, supersedes: a.id })
  const ids = async () => (await listVerdicts(store, project, 'release')).map(({ id }) => id)
  await Promise.all([append([a]), append([{ ...a, computedAt: 2000 }])])
  expect(await ids()).toEqual([a.id])
  await append([b])
  await append([b])
  await append([{ ...a, supersedes: b.id }])
  const listed = await listVerdicts(store, project, 'release')
  expect(listed.map(({ id, computedAt }) => [id, computedAt])).toEqual([
    [a.id, 1002],
    [b.id, 1001],
    [a.id, 1000],
  ])
  await store.write.command({ query: `TRUNCATE TABLE ${store.database}.verdicts` })
  await append([{ ...a, supersedes: b.id, computedAt: 5000 }])
  expect(await ids()).toEqual([a.id])
})
