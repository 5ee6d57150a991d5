import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../api/main.ts'
import { readEnvironment } from '../../schemas/config.ts'
import { makeEvent, NOW } from '../helpers/events.ts'
import { makeDirectory } from '../helpers/store.ts'
import { runCommand } from '../helpers/terminal.ts'

const HOUR = 3_600_000
const clock = { now: NOW }
let server: RunningServer
beforeAll(async () => {
  const environment = readEnvironment({ KANMON_DATA: join(makeDirectory(), 'data'), KANMON_PORT: '0' })
  server = await startServer(environment, { logger: pino({ level: 'silent' }), now: () => clock.now })
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
const rowsOf = (out: string) => out.split('\n').map((line) => line.split('\t'))
const entryOf = async (project: string) => rowsOf((await run('ls', '--project', project)).out)[1]![0]!

test('ls lists what is open, one a line, and filters', async () => {
  const [head, ...rows] = rowsOf((await run('ls')).out)
  expect(head).toEqual(['entry', 'receivedAt', 'state', 'code', 'project', 'kind', 'message'])
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
  expect(out).toMatch(/^history\t\S+\trefused\tUNKNOWN_FIELD\t/m)
  expect(out).toContain('"with\\na line end"')
  expect(JSON.parse((await run('show', entry, '--json')).out)).toMatchObject({ entry, project: 'bad' })
})

test('replay says what became of each; exit code 1 while some stay', async () => {
  clock.now = NOW + HOUR
  const rehearsal = await run('replay', '--all', '--dry-run')
  expect([rehearsal.exitCode, rehearsal.notes]).toEqual([1, 'replayed=1 refused=1'])
  const entry = await entryOf('early')
  const real = await run('replay', entry)
  expect([real.exitCode, real.out, real.notes]).toEqual([0, `${entry}\treplayed\t–\t–`, 'replayed=1'])
  expect((await run('replay', '--project', 'bad')).notes).toBe('refused=1')
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
  expect((await run('replay', 'nobody')).notes).toBe('not-found=1')
})
