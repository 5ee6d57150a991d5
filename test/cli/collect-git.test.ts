import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { dateIn } from '../../ingest/collectors/times.ts'
import { indicatorsAnswer } from '../../schemas/answers.ts'
import { warningsAnswer } from '../../schemas/answers-quality.ts'
import { makeGitRepository } from '../helpers/git.ts'
import { CONFIG } from '../helpers/repositories.ts'
import { noon, TODAY } from '../helpers/project-facts.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'

const directory = makeDirectory()
let server: RunningServer
beforeAll(async () => {
  // What is asked of a repository is of the moment of asking.
  vi.useFakeTimers({ toFake: ['Date'], now: noon(TODAY) })
  server = await startTestServer(directory)
})
afterAll(async () => {
  await server.close()
  vi.useRealTimers()
})

const SHARED = `
components: { 'src/**': core, 'ui/**': ui, '**': null }
collect:
  - { collector: git, paths: [HEAD] }
  - { collector: size, paths: ['v1..HEAD'], options: { git: true } }
`
const daysAgo = (days: number) => new Date(noon(TODAY) - days * 86_400_000).toISOString()

/** A repository of two components with a \`kanmon.yaml\` of a project of this name. */
function shop(project: string) {
  const repository = makeGitRepository()
  const { commit, git } = repository
  const config = CONFIG.replace('project: orders', `project: ${project}`)
    .replace('expects:', 'components: [{ id: core }, { id: ui }]\n  expects:')
    .replace(/collect:[^]*/, '')
  commit({ files: { 'src/a.c': 'a\n', 'ui/b.c': 'b\n' }, at: daysAgo(40) })
  git('tag', 'v1')
  commit({ files: { 'src/a.c': 'a\nb\n', 'kanmon.yaml': config + SHARED }, at: daysAgo(2) })
  return repository
}
const answer = async (path: string) => (await fetch(`${server.url}/v1/projects/${path}`)).json()

test('git and size by git read commits from kanmon.yaml, with the components of the file', async () => {
  shop('shop')
  const run = await runCommand('collect', '--url', server.url)
  expect(run.exitCode).toBe(0)
  expect(run.notes).toContain('sent 3: 3 stored (0 of them known before)')
  expect(run.notes).toContain('sent 2: 2 stored (0 of them known before)')
  const dry = await runCommand('collect', '--url', server.url, '--dry-run')
  expect(dry.out).toMatch(/"component":"core","asOf":"[\d-]+","ref":"main","commits":2,"authors":1/)
  expect((await runCommand('collect', '--url', server.url)).notes).toContain('(3 of them known before)')
  expect(await answer('shop/facts?kind=commits.counted')).toMatchObject({ facts: [{}, {}, {}] })
})

test('tests of before the last commit are told by how far they lie behind it', async () => {
  shop('late')
  const reported = {
    phase: 'ut',
    asOf: dateIn(Date.parse(daysAgo(22)), 'Asia/Tokyo'),
    planned: 9,
    executed: 9,
    passed: 9,
    failed: 0,
  }
  const event = {
    specversion: '1.0',
    type: 'dev.kanmon.tests.reported.v1',
    source: 'urn:test',
    id: '1',
    subject: 'late',
    time: daysAgo(22),
    data: reported,
  }
  writeFileSync('tests.ndjson', JSON.stringify(event))
  await runCommand('send', 'tests.ndjson', '--url', server.url)
  await runCommand('collect', '--url', server.url)
  const { indicators } = indicatorsAnswer.parse(await answer('late/indicators'))
  const behind = indicators.find(
    ({ indicator, phase }) => indicator === 'freshness.tests-behind' && phase === null,
  )
  expect(behind?.actual).toBe(20)
  expect(behind).toMatchObject({ unit: 'days', sampleSize: 2, why: null })
  const { warnings } = warningsAnswer.parse(await answer('late/warnings'))
  const found = warnings.find(({ code }) => code === 'MEASURED_BEFORE_LAST_COMMIT')
  expect(found?.message).toMatch(/^tests\.reported: the newest is 20 days older than the last commit/)
})

test('doctor looks whether the commits can be read, and refuses a clone without its history', async () => {
  const { folder } = shop('clone')
  const whole = await runCommand('doctor', '--url', server.url)
  expect(whole.out).toContain('✓ git: HEAD can be read from the repository here')
  expect(whole.out).toContain('✓ size: v1..HEAD can be read from the repository here')
  const shallow = join(directory, 'shallow')
  mkdirSync(shallow)
  execFileSync('git', ['clone', '-q', '--depth=1', `file://${folder}`, shallow])
  const before = process.cwd()
  onTestFinished(() => process.chdir(before))
  process.chdir(shallow)
  const run = await runCommand('doctor', '--url', server.url)
  expect(run.exitCode).toBe(1)
  expect(run.out).toMatch(/✗ git: TRUNCATED: the clone is shallow[^\n]*\n {2}→ run it inside a clone/)
  expect(run.out).toMatch(/✗ size: TOOL_FAILED: /)
  const collected = await runCommand('collect', 'git', '--project', 'clone', '--url', server.url, 'HEAD')
  expect(collected.exitCode).toBe(1)
  expect(collected.notes).toContain('TRUNCATED')
})
