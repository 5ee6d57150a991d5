import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { readEnvironment } from '../../schemas/config.ts'
import { asEvent } from '../helpers/api.ts'
import { shippingFacts } from '../helpers/project-facts.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'

const directory = makeDirectory()
let server: RunningServer
beforeAll(async () => {
  server = await startTestServer(directory, {
    KANMON_AUTH: 'off',
    KANMON_EXPORT_CRON: '0 6 * * 1',
    KANMON_EXPORT_DIRECTORY: join(directory, 'scheduled'),
  })
  await fetch(`${server.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(shippingFacts().map(asEvent)),
  })
})
afterAll(() => server.close())

const exportTo = (out: string, ...words: string[]) =>
  runCommand('export', 'weekly', '--url', server.url, '--out', out, '--from', '2026-W44', ...words)

test('a file of the format that was asked for, and nothing beside it', async () => {
  const folder = makeDirectory()
  const csv = join(folder, 'trend.csv')
  expect(await exportTo(csv, '--project', 'p', '--bom')).toEqual({
    out: '',
    notes: `Wrote ${csv}.`,
    exitCode: 0,
  })
  expect(readFileSync(csv).subarray(0, 3).toString('hex')).toBe('efbbbf')
  const rows = parse<Record<string, string>>(readFileSync(csv), { columns: true, bom: true })
  expect(rows.map(({ week, recommendation }) => [week, recommendation])).toEqual([
    ['2026-W44', 'HOLD'],
    ['2026-W45', 'HOLD'],
    ['2026-W46', 'HOLD'],
    ['2026-W47', 'SHIP'],
  ])
  const xlsx = join(folder, 'trend.xlsx')
  await exportTo(xlsx, '--format', 'xlsx', '--division', 'Div')
  expect((await readSheet(readFileSync(xlsx), 'Summary'))[1]?.slice(0, 2)).toEqual(['p', 'Test project'])
  expect(readdirSync(folder).sort()).toEqual(['trend.csv', 'trend.xlsx'])
})

test('to standard output', async () => {
  const { out } = await exportTo('-', '--format', 'ndjson')
  const weeks = out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as { week: string }).week)
  expect(weeks).toEqual(['2026-W44', '2026-W45', '2026-W46', '2026-W47'])
})

test('a refusal writes nothing and leaves what was there', async () => {
  const file = join(makeDirectory(), 'trend.csv')
  writeFileSync(file, 'before')
  await expect(exportTo(file, '--to', '2026-W01')).rejects.toThrow(
    'INVALID_REQUEST: to must not be before from',
  )
  expect(readFileSync(file, 'utf8')).toBe('before')
  await expect(exportTo(file, '--format', 'pdf')).rejects.toThrow('Allowed choices are csv, xlsx')
})

test('an answer that breaks off is no file', async () => {
  const folder = makeDirectory()
  const file = join(folder, 'trend.csv')
  const breaking = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/csv' })
    response.write('project,name\r\np,half', () => response.destroy())
  })
  await new Promise<void>((resolve) => breaking.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void breaking.close())
  const { port } = breaking.address() as AddressInfo
  const url = `http://127.0.0.1:${port}`
  await expect(runCommand('export', 'weekly', '--url', url, '--out', file)).rejects.toThrow()
  expect(existsSync(file)).toBe(false)
  expect(readdirSync(folder)).toEqual([])
})

test('the server of a configured schedule has exported the newest finished week by itself', () => {
  // It started on Friday of 2026-W47, so W46 was due; it knew nothing at Monday 06:00.
  const scheduled = join(directory, 'scheduled')
  expect(readdirSync(scheduled)).toEqual(['2026-W46'])
  expect(JSON.parse(readFileSync(join(scheduled, '2026-W46', 'manifest.json'), 'utf8'))).toMatchObject({
    rows: 0,
  })
})

test.each([
  [{ KANMON_EXPORT_CRON: '0 6 * * 1' }, 'KANMON_EXPORT_CRON: needs KANMON_EXPORT_DIRECTORY'],
  [{ KANMON_EXPORT_DIRECTORY: '/x' }, 'KANMON_EXPORT_DIRECTORY: needs KANMON_EXPORT_CRON'],
  [
    { KANMON_EXPORT_CRON: '0 6 * * 1', KANMON_EXPORT_DIRECTORY: '/x', KANMON_EXPORT_S3_URL: 'http://s3/b' },
    'cannot be set beside',
  ],
  [
    { KANMON_EXPORT_CRON: '0 6 * * 1', KANMON_EXPORT_S3_URL: 'http://s3/b', KANMON_EXPORT_S3_KEY_ID: 'k' },
    'belong together',
  ],
  [{ KANMON_EXPORT_FORMATS: 'csv,pdf' }, 'KANMON_EXPORT_FORMATS'],
  [{ KANMON_EXPORT_TIME_ZONE: 'Mars/Base' }, 'KANMON_EXPORT_TIME_ZONE'],
])('the configuration %j is refused', (variables, message) => {
  expect(() => readEnvironment(variables)).toThrow(message)
})
