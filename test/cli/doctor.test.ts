import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { translator } from '../../api/render/translate.ts'
import { doctor } from '../../cli/commands/doctor.ts'
import { asEvent } from '../helpers/api.ts'
import { shippingFacts } from '../helpers/project-facts.ts'
import { JUNIT, makeOrders, quietTerminal } from '../helpers/repositories.ts'
import { serve } from '../helpers/serve.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand, runCommandWith } from '../helpers/terminal.ts'

const directory = makeDirectory()
let server: RunningServer
beforeAll(async () => {
  server = await startTestServer(directory)
})
afterAll(() => server.close())

const ordersRepository = (name: string) => makeOrders(join(directory, name))

describe('kanmon doctor', () => {
  test('what has arrived and what has not, each with what to do', async () => {
    const file = ordersRepository('sick')
    await runCommand('collect', '--config', file, '--url', server.url)
    const run = await runCommand('doctor', '--config', file, '--url', server.url)
    expect(run.exitCode).toBe(1)
    expect(run.out).toContain('✓ may send facts')
    expect(run.out).toContain('✓ orders is declared: Orders')
    expect(run.out).toContain('✓ testrun.finished: delivered, the newest of 2026-11-19')
    expect(run.out).toMatch(/✗ \S+: nothing has arrived, expected every \d+ days\n {2}→ send /)
    expect(run.out).toContain('✓ nothing of this project waits in the quarantine')
  })

  test('a refused report is told as what waits in the quarantine', async () => {
    const file = ordersRepository('cut')
    const root = join(file, '..')
    writeFileSync(join(root, 'reports/a/junit.xml'), JUNIT.slice(0, 100))
    writeFileSync(file, readFileSync(file, 'utf8').replace('project: orders', 'project: cut'))
    expect((await runCommand('collect', '--config', file, '--url', server.url)).exitCode).toBe(1)
    const { out } = await runCommand('doctor', '--config', file, '--url', server.url)
    expect(out).toContain('✗ 1 event waits in the quarantine, the newest: REPORT_REFUSED')
  })

  test('a project that nobody declared, as JSON', async () => {
    const run = await runCommandWith({ KANMON_PROJECT: 'nobody' }, 'doctor', '--url', server.url, '--json')
    const { ok, checks } = JSON.parse(run.out) as { ok: boolean; checks: { check: string; ok: boolean }[] }
    expect([run.exitCode, ok]).toEqual([1, false])
    expect(checks).toContainEqual(expect.objectContaining({ check: 'declared', ok: false }))
  })

  test('nobody answers: exit code 2, and nothing more is asked', async () => {
    const run = await runCommandWith({ KANMON_PROJECT: 'p' }, 'doctor', '--url', 'http://127.0.0.1:9')
    expect(run.exitCode).toBe(2)
    expect(run.out).toMatch(/^✗ http:\/\/127\.0\.0\.1:9 does not answer as it should: .*\n {2}→ check --url/)
  })

  test('a clock that is far off is told, in Japanese too', async () => {
    const lines: string[] = []
    const terminal = {
      ...quietTerminal,
      translate: translator('ja'),
      language: 'ja' as const,
      out: (line: string) => lines.push(line),
    }
    await doctor(
      { config: 'kanmon.yaml', project: 'p', url: server.url },
      terminal,
      () => Date.now() + 3_600_000,
    )
    expect(lines.join('\n')).toMatch(
      /✗ この端末の時計はサーバーより 3,\d{3} 秒進んでいます\n {2}→ 時計を合わせてください/,
    )
  })

  test('without a key that may write, the rights are what is missing', async () => {
    const { url } = await serve(join(directory, 'guarded'), {
      KANMON_AUTH: 'on',
      KANMON_ADMIN_KEY: 'an-admin-key-of-these-tests-and-of-nothing-else',
    })
    const { out, exitCode } = await runCommandWith({ KANMON_PROJECT: 'p' }, 'doctor', '--url', url)
    expect(exitCode).toBe(1)
    expect(out).toMatch(/✗ may not send facts: UNAUTHENTICATED.*\n {2}→ set KANMON_API_KEY/)
    expect(out).toMatch(/✗ may not read project p: UNAUTHENTICATED/)
    const key = { KANMON_PROJECT: 'p', KANMON_API_KEY: 'an-admin-key-of-these-tests-and-of-nothing-else' }
    const admin = await runCommandWith(key, 'doctor', '--url', url)
    expect(admin.out).toMatch(
      /✗ may not send facts: facts:write is not granted to \S.*\n {2}→ set KANMON_API_KEY/,
    )
    expect(admin.out).toContain('✗ p is not declared')
    const made = await runCommandWith(key, 'keys', 'create', 'ci', '--grant', 'collector=p', '--url', url)
    const ofCi = { KANMON_PROJECT: 'p', KANMON_API_KEY: made.out }
    const ci = await runCommandWith(ofCi, 'doctor', '--url', url)
    expect(ci.out).toContain('✓ may send facts')
    expect(ci.out).toContain('✗ may not read project p: project:read is not granted to ci')
    expect(ci.out).toContain('✓ nothing of this project waits in the quarantine')
    const elsewhere = await runCommandWith({ ...ofCi, KANMON_PROJECT: 'q' }, 'doctor', '--url', url)
    expect(elsewhere.out).toContain('✗ may not send facts: facts:write is not granted to ci')
  })
})

test('the facts of a whole project leave a doctor nothing to say but what is expected of it', async () => {
  const lines = shippingFacts().map((fact) => JSON.stringify(asEvent(fact)))
  const file = join(directory, 'all.ndjson')
  writeFileSync(file, lines.join('\n'))
  await runCommand('send', file, '--url', server.url)
  const run = await runCommandWith({ KANMON_PROJECT: 'p' }, 'doctor', '--url', server.url)
  expect(run.out).not.toContain('✗')
  expect(run.exitCode).toBe(0)
})
