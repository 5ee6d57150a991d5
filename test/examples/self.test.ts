import { execFileSync } from 'node:child_process'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { readiness } from '../../schemas/answers.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const directory = makeDirectory()
const self = join(directory, 'self')
const NODES_OWN = ['PATH', 'HOME', 'TMPDIR']
const environment = Object.fromEntries(NODES_OWN.map((name) => [name, process.env[name]]))

let server: RunningServer
beforeAll(async () => {
  // What was measured is of now.
  server = await startTestServer(directory, {}, Date.now)
  // Without what an earlier run has measured there.
  const isSource = (path: string) => !path.includes('/reports')
  cpSync(join(root, 'examples/self'), self, { recursive: true, filter: isSource })
})
afterAll(() => server.close())

test('kanmon collects itself, with the tests of one folder, and is held for what is missing', async () => {
  const run = (file: string, ...args: string[]) =>
    execFileSync(file, args, {
      cwd: root,
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  run(join(self, 'measure.sh'), join(self, 'reports'), 'ut', 'test/analytics/statistics')
  writeFileSync(join(self, 'reports/decisions.csv'), run('node', 'examples/self/decisions.mjs'))

  const collected = await runCommand('collect', '--config', join(self, 'kanmon.yaml'), '--url', server.url)
  // What was not run is told, and so is a clone without its history; nothing else is wrong.
  const isShallow = run('git', 'rev-parse', '--is-shallow-repository').trim() === 'true'
  const problems = collected.notes.split('\n').filter((note) => /fits no file|refused whole/.test(note))
  expect(problems).toHaveLength(isShallow ? 5 : 4)
  expect(problems).toContain('junit: reports/st/junit.xml fits no file')
  expect(collected.exitCode).toBe(1)

  const answer = await fetch(`${server.url}/v1/projects/kanmon/readiness`)
  const verdict = readiness.parse(await answer.json())
  expect(verdict.recommendation).toBe('HOLD')
  expect(verdict.name).toBe('kanmon (関門)')
  const delivered = verdict.completeness.filter(({ state }) => state === 'delivered').map(({ kind }) => kind)
  expect([...new Set(delivered)].sort()).toEqual([
    ...(isShallow ? [] : ['commits.counted']),
    'coverage.measured',
    'size.measured',
    'tests.reported',
  ])
  // Not a schedule, a cost or a defect is made up.
  const missing = verdict.completeness.filter(({ state }) => state !== 'delivered').map(({ kind }) => kind)
  expect(missing).toEqual(expect.arrayContaining(['defect.reported', 'progress.reported', 'cost.booked']))
}, 240_000)

test('every decision record that is committed is a row with its digest', () => {
  const csv = execFileSync('node', [join(root, 'examples/self/decisions.mjs')], {
    cwd: root,
    encoding: 'utf8',
  })
  const committed = execFileSync('git', ['ls-files', 'docs/decisions'], { cwd: root, encoding: 'utf8' })
  expect(csv.trim().split('\n')).toHaveLength(committed.trim().split('\n').length + 1)
  expect(csv).toContain(
    'decision-0001,One append-only log of facts,docs/decisions/0001-one-append-only-log-of-facts.md,',
  )
})
