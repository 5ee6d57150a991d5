import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { makeEvent, NOW } from '../helpers/events.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'

const HOUR = 3_600_000
const clock = { now: NOW }
let server: RunningServer
beforeAll(async () => {
  server = await startTestServer(makeDirectory(), {}, () => clock.now)
  const events = [
    makeEvent('early', { subject: 'early', time: new Date(NOW + HOUR / 2).toISOString() }),
    { ...makeEvent('bad', { subject: 'bad' }), data: { note: 'with\na line end' } },
  ]
  await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  })
})
afterAll(() => server.close())

const run = (...words: string[]) => runCommand('quarantine', ...words, '--url', server.url)
/** The cells of a table's lines that begin a row. */
const rowsOf = (out: string) =>
  out
    .split('\n')
    .filter((line) => line.startsWith('│'))
    .map((line) =>
      line
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
    .filter(([first]) => first !== '')
const entryOf = async (project: string) => {
  const { out } = await run('ls', '--project', project, '--json')
  return (JSON.parse(out) as { entry: string }[])[0]!.entry
}

test('ls lists what is open, one a line, and filters', async () => {
  const [head, ...rows] = rowsOf((await run('ls')).out)
  expect(head).toEqual(['entry', 'received at', 'state', 'code', 'project', 'kind', 'message'])
  expect(rows.map(([, , state, code, project]) => [state, code, project])).toEqual([
    ['open', 'UNKNOWN_FIELD', 'bad'],
    ['open', 'TIME_IN_FUTURE', 'early'],
  ])
  expect(rowsOf((await run('ls', '--code', 'UNKNOWN_FIELD')).out)).toHaveLength(2)
  expect(rowsOf((await run('ls', '--limit', '1')).out)).toHaveLength(2)
  expect(JSON.parse((await run('ls', '--json')).out)).toHaveLength(2)
})

test('show tells every reason and what was sent', async () => {
  const entry = await entryOf('bad')
  const { out } = await run('show', entry)
  expect(out).toMatch(/│ \S+Z +│ refused +│ UNKNOWN_FIELD +│/)
  expect(out).toContain('"with\\na line end"')
  expect(JSON.parse((await run('show', entry, '--json')).out)).toMatchObject({ entry, project: 'bad' })
})

test('replay says what became of each; exit code 1 while some stay', async () => {
  clock.now = NOW + HOUR
  const rehearsal = await run('replay', '--all', '--dry-run')
  expect([rehearsal.exitCode, rehearsal.notes]).toEqual([
    1,
    '1 valid now, 0 stored before, 1 still refused, 0 not found',
  ])
  const entry = await entryOf('early')
  const real = await run('replay', entry)
  expect(rowsOf(real.out)[1]).toEqual([entry, 'replayed', '–', '–'])
  expect([real.exitCode, real.notes]).toEqual([
    0,
    '1 valid now, 0 stored before, 0 still refused, 0 not found',
  ])
  expect((await run('replay', '--project', 'bad')).notes).toContain('1 still refused')
  expect(rowsOf((await run('ls')).out)).toHaveLength(2)
  expect(rowsOf((await run('ls', '--state', 'replayed')).out)[1]?.[0]).toBe(entry)
  expect(JSON.parse((await run('replay', entry, '--json')).out)).toMatchObject({ outcome: 'replayed-before' })
})

test('nothing is replayed unless it is said what', async () => {
  await expect(run('replay')).rejects.toThrow('name entries, or give --project or --code, or --all')
  await expect(run('replay', 'x', '--all')).rejects.toThrow('name entries')
})

test('an unknown entry is an error', async () => {
  await expect(run('show', 'nobody')).rejects.toThrow('QUARANTINE_ENTRY_NOT_FOUND')
  expect((await run('replay', 'nobody')).notes).toContain('1 not found')
})
