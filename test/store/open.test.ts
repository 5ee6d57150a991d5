import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { listProjectIds } from '../../store/facts/list-project-ids.ts'
import { openStore } from '../../store/open.ts'
import { makeDirectory } from '../helpers/store.ts'

const ports = { now: () => Date.UTC(2026, 3, 1) }
const open = (dataDirectory: string) => openStore({ dataDirectory, clickhouse: null }, ports)
const helper = fileURLToPath(new URL('../helpers/hold-lock.mjs', import.meta.url))

test('a second process is told who holds the directory, and gets it once that one is dead', async () => {
  const directory = makeDirectory()
  const child = spawn(process.execPath, [helper, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  await expect(open(directory)).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    message: `${directory} is in use by process ${child.pid ?? 0} (since 2026-04-01T03:00:00.000Z): stop it, or set KANMON_DATA to another directory`,
  })
  child.kill('SIGKILL')
  await once(child, 'exit')
  // The note of the dead process is still there.
  const store = await open(directory)
  expect(await listProjectIds(store)).toEqual([])
  const lockFile = join(directory, 'kanmon.lock.json')
  expect(JSON.parse(readFileSync(lockFile, 'utf8'))).toEqual({
    pid: process.pid,
    startedAt: '2026-04-01T00:00:00.000Z',
    host: hostname(),
  })

  await expect(open(makeDirectory())).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    message: /already uses another/,
  })
  await store.close()
  expect(existsSync(lockFile)).toBe(false)

  const again = await open(directory)
  await again.close()
})

test('a place that cannot be written to is named', async () => {
  const file = join(makeDirectory(), 'file')
  writeFileSync(file, '')
  await expect(open(join(file, 'data'))).rejects.toMatchObject({
    code: 'STORE_UNWRITABLE',
    message: /KANMON_DATA/,
  })
})

test('a server that does not answer is named, without its password', async () => {
  const clickhouse = { url: 'http://127.0.0.1:9', username: 'u', password: 'secret' }
  const failure = openStore({ dataDirectory: '', clickhouse }, ports)
  await expect(failure).rejects.toMatchObject({
    code: 'STORE_UNREACHABLE',
    message: expect.stringMatching(/127\.0\.0\.1:9/),
  })
  await expect(failure).rejects.toMatchObject({ message: expect.not.stringContaining('secret') })
})

test('a database name that is not a plain identifier never reaches SQL', async () => {
  const clickhouse = { url: 'http://127.0.0.1:9', database: 'x; DROP DATABASE y' }
  await expect(openStore({ dataDirectory: '', clickhouse }, ports)).rejects.toMatchObject({
    code: 'STORE_CONFIG',
  })
})

test('a missing directory is made', async () => {
  const directory = join(makeDirectory(), 'a', 'b')
  mkdirSync(join(directory, '..'), { recursive: true })
  // Only one directory can be open in a process, so this runs after the others have closed theirs.
  const store = await open(directory)
  expect(existsSync(directory)).toBe(true)
  await store.close()
})
