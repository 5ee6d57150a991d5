import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { readEnvironment } from '../../schemas/config.ts'
import { asEvent } from '../helpers/api.ts'
import { fact, shippingFacts } from '../helpers/project-facts.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'

const directory = makeDirectory()
let server: RunningServer
beforeAll(async () => {
  server = await startTestServer(directory)
})
afterAll(() => server.close())

function fileOf(name: string, lines: readonly unknown[]): string {
  const file = join(directory, name)
  writeFileSync(
    file,
    lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'),
  )
  return file
}

describe('kanmon send', () => {
  const good = shippingFacts().map(asEvent)

  test('stores a file of events and says how many', async () => {
    const run = await runCommand('send', fileOf('good.ndjson', good), '--url', server.url)
    expect(run).toEqual({
      out: 'sent 14: 14 stored (0 of them known before), 0 quarantined',
      notes: '',
      exitCode: 0,
    })
  })

  test('the same file again counts nothing twice', async () => {
    const run = await runCommand('send', fileOf('good.ndjson', good), '--url', server.url)
    expect(run.out).toBe('sent 14: 14 stored (14 of them known before), 0 quarantined')
  })

  test('a bad line is told by its number, and makes the exit code 1', async () => {
    const defect = {
      defect: 'D8',
      severity: 'minor',
      status: 'open',
      phaseFound: 'st',
      detectedAt: '2026-11-18T10:00:00+09:00',
    }
    const another = asEvent(fact('defect.reported', defect, { project: 'q', id: 'q-1' }))
    const run = await runCommand('send', fileOf('mixed.ndjson', [another, '{"half":']), '--url', server.url)
    expect(run.exitCode).toBe(1)
    expect(run.notes).toMatch(/^line 2: MALFORMED_JSON: /)
    expect(run.out).toBe('sent 2: 1 stored (0 of them known before), 1 quarantined')
  })

  test('a server that is away makes the exit code 2', async () => {
    await expect(
      runCommand('send', fileOf('good.ndjson', good), '--url', 'http://127.0.0.1:9', '--attempts', '1'),
    ).rejects.toThrow('fetch failed')
  })
})

describe('kanmon gate is made for a pipeline', () => {
  test('exit code 0 for SHIP', async () => {
    const run = await runCommand('gate', 'p', '--url', server.url)
    expect(run).toEqual({ out: 'p at release: SHIP (score 100)', notes: '', exitCode: 0 })
  })

  test('exit code 1 for HOLD, with reasons and the distance', async () => {
    const run = await runCommand('gate', 'p', '--url', server.url, '--at', '2026-11-12')
    expect(run.exitCode).toBe(1)
    expect(run.out).toContain('PROGRESS  Planned work complete: 60 %, allowed 98 to 100.')
    expect(run.out).toContain('Distance to SHIP')
  })

  test.each([
    ['an unknown project', ['gate', 'nobody']],
    ['a moment that is none', ['gate', 'p', '--at', 'soon']],
  ])('exit code 2 for %s', async (_, words) => {
    const run = await runCommand(...words, '--url', server.url)
    expect(run.exitCode).toBe(2)
    expect(run.notes).toMatch(/^could not be judged: /)
  })

  test('exit code 2 when nobody answers', async () => {
    expect((await runCommand('gate', 'p', '--url', 'http://127.0.0.1:9')).exitCode).toBe(2)
  })
})

test('kanmon readiness --json prints the whole answer', async () => {
  const run = await runCommand('readiness', 'p', '--json', '--url', server.url)
  expect(JSON.parse(run.out)).toMatchObject({
    project: 'p',
    recommendation: 'SHIP',
    policy: { id: 'standard' },
  })
})

test('kanmon schema prints kinds and schemas', async () => {
  expect((await runCommand('schema')).out.split('\n')).toContain('defect.reported')
  expect(JSON.parse((await runCommand('schema', 'cost.booked')).out)).toMatchObject({
    title: 'dev.kanmon.cost.booked.v1',
  })
  await expect(runCommand('schema', 'nothing')).rejects.toThrow('there is no kind nothing')
})

test('kanmon analyze evm needs no server', async () => {
  const file = fileOf('evm.csv', ['period,pv,ev,ac', '1,100,80,90', '2,200,,'])
  const [period] = JSON.parse((await runCommand('analyze', 'evm', file, '--json')).out) as Record<
    string,
    unknown
  >[]
  expect(period).toMatchObject({ period: expect.anything(), bac: 200, spi: 0.8, sv: -20, es: 0.8 })
})

test('without access control the server listens on loopback only', () => {
  expect(() => readEnvironment({ KANMON_AUTH: 'off', KANMON_HOST: '0.0.0.0' })).toThrow('loopback only')
})

test('a wrong environment is told variable by variable', () => {
  expect(() => readEnvironment({ KANMON_PORT: '99999', KANMON_LOG_LEVEL: 'loud' })).toThrow(
    /KANMON_PORT: .*; KANMON_LOG_LEVEL: /,
  )
})
