import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'
import { fileWith } from '../helpers/tables.ts'

const directory = makeDirectory()
let server: RunningServer
beforeAll(async () => {
  server = await startTestServer(directory, {}, () => Date.parse('2026-11-23T00:00:00Z'))
})
afterAll(() => server.close())

const reports = (path: string) => fileURLToPath(new URL(`../fixtures/reports/${path}`, import.meta.url))
const collect = (...words: string[]) =>
  runCommand('collect', ...words, '--project', 'shop', '--url', server.url)
const jira = ['issues', '--from', 'jira', '--mapping', reports('issues/jira.yaml')] as const

test.each([
  ['sarif', [reports('sarif/bandit.sarif')], 4],
  ['trivy', [reports('trivy/vex.json')], 3],
  ['cyclonedx', [reports('cyclonedx/trivy.cdx.json'), reports('cyclonedx/vex.cdx.json')], 8],
  ['issues', [...jira.slice(1), reports('issues/jira-search.json')], 11],
])('what %s says is stored, and sending it twice adds nothing', async (name, words, facts) => {
  const first = await collect(name, ...words)
  expect(first.exitCode).toBe(0)
  expect(first.notes).toContain(`sent ${facts}: ${facts} stored (0 of them known before), 0 quarantined`)
  const second = await collect(name, ...words)
  expect(second.exitCode).toBe(0)
  expect(second.notes).toContain(`sent ${facts}: ${facts} stored (${facts} of them known before)`)
})

test('a run that failed is told to the server, which keeps it in quarantine', async () => {
  const run = await collect('sarif', '--tool-succeeded', reports('sarif/eslint-broken.sarif'))
  expect(run.exitCode).toBe(1)
  expect(run.notes).toContain(
    'TOOL_FAILED: runs[0]: ESLint did not succeed: Parsing error: Unexpected token =',
  )
  const answer = await fetch(`${server.url}/v1/quarantine?project=shop`)
  expect(await answer.text()).toContain('REPORT_REFUSED')
})

test('--explain says which change of which issue became which fact', async () => {
  const run = await collect(...jira, '--dry-run', '--explain', reports('issues/jira-search.json'))
  expect(run.out).toContain(
    'issues[0] SHOP-12: Severity 1 - Critical → 2 - Minor → dev.kanmon.defect.reported.v1',
  )
})

test('a mapping with mistakes is told with its line before anything is read', async () => {
  const mapping = fileWith(
    'defects: { field: type, values: [Bug] }\nstatus: { field: status, values: { Open: opened } }\n',
    'm.yaml',
  )
  const words = ['issues', '--from', 'jira', '--mapping', mapping, reports('issues/jira-search.json')]
  await expect(collect(...words)).rejects.toThrow(/m\.yaml:2: status\.values\.Open/)
})
