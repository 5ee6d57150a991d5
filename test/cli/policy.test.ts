import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { asEvent } from '../helpers/api.ts'
import { aCondition, aPolicy } from '../helpers/policies.ts'
import { shippingFacts } from '../helpers/project-facts.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'

const directory = makeDirectory()
const shipped = (name: string) => fileURLToPath(new URL(`../../policies/${name}.yaml`, import.meta.url))

function fileOf(name: string, text: string | Buffer): string {
  const file = join(directory, name)
  writeFileSync(file, text)
  return file
}

const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length

describe('kanmon policy check', () => {
  test('the shipped policies are good; what an enhancement asks less of is said', async () => {
    const names = [
      'standard',
      'enhancement',
      'resident-service',
      'resident-service-security',
      'reliability-growth',
    ]
    const { out, exitCode } = await runCommand('policy', 'check', ...names.map(shipped))
    expect(exitCode).toBe(0)
    const lines = out.split('\n')
    expect(lines.slice(0, 5).map((line) => /: (\S+ version \d+), /.exec(line)?.[1])).toEqual(
      names.map((name) => `${name} version 1`),
    )
    expect(lines.slice(5)).toEqual([
      expect.stringMatching(/enhancement\.yaml:\d+:\d+: .*system-test-density: upper 200 → 500 \[warning\]$/),
      expect.stringMatching(
        /enhancement\.yaml:\d+:\d+: .*system-test-defect-density: .*lower 0\.112 → 0\.033.* \[warning\]$/,
      ),
    ])
  })

  test('every mistake of every file with its line, and exit code 1', async () => {
    const one = aPolicy({ id: 'one' }, [aCondition('c', { indicator: 'tests.densty', unit: 'cases/KSLOC' })])
    const two = aPolicy({ id: 'two', extends: 'one', ownr: 'x' })
    const three = aPolicy({ id: 'three', extends: 'nobody' })
    const files = [fileOf('one.yaml', one), fileOf('two.yaml', two), fileOf('three.yaml', three)]
    const { out, notes, exitCode } = await runCommand(
      'policy',
      'check',
      ...files,
      join(directory, 'none.yaml'),
    )
    expect([exitCode, notes]).toEqual([1, '4 mistakes'])
    const place = (text: string, part: string) => `${lineOf(text, part)}:`
    expect(out).toContain(
      `${files[0]}:${place(one, 'indicator:')}20: gates.release.conditions.0.indicator: there is no indicator tests.densty; did you mean tests.density? [error]`,
    )
    expect(out).toContain(
      `${files[1]}:${place(two, 'ownr')}1: ownr: there is no field ownr; did you mean owner? [error]`,
    )
    expect(out).toContain(
      `${files[2]}:${place(three, 'extends')}10: extends: there is no policy nobody to extend [error]`,
    )
    expect(out).toContain('none.yaml: the file cannot be read (ENOENT) [error]')
  })

  test('as JSON, with codes', async () => {
    const file = fileOf('latin.yaml', Buffer.from('id: \xe9', 'latin1'))
    const { out, exitCode } = await runCommand('policy', 'check', file, '--json')
    expect(exitCode).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      ok: false,
      policies: [],
      problems: [{ code: 'NOT_UTF8', file, line: null }],
    })
  })

  test('a parent among the files goes before one that comes with kanmon', async () => {
    const parent = fileOf('parent.yaml', aPolicy({ id: 'standard', version: 2 }))
    const child = fileOf('child.yaml', aPolicy({ id: 'child', extends: 'standard' }, [aCondition('other')]))
    const { out } = await runCommand('policy', 'check', parent, child)
    expect(out.split('\n')[1]).toContain(
      'child version 1, in effect from 2026-01-01: 2 conditions, 2 required',
    )
  })

  test('two texts of one version are a mistake', async () => {
    const files = [fileOf('a.yaml', aPolicy()), fileOf('b.yaml', aPolicy({ owner: 'Somebody else' }))]
    const { out } = await runCommand('policy', 'check', ...files)
    expect(out).toContain(
      'b.yaml:3:10: version: payment version 1 is known already, with another text [error]',
    )
  })
})

describe('kanmon policy diff', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startTestServer(directory)
  })
  afterAll(() => server.close())

  const before = aPolicy({ effectiveFrom: '2026-01-01', percentCompleteCap: 80 }, [
    aCondition('a'),
    aCondition('b'),
  ])
  const after = aPolicy({ version: 2, percentCompleteCap: 90 }, [
    aCondition('a', { upper: 1, maxAgeDays: 7 }),
    aCondition('c'),
  ])

  test('two files: added, removed, tighter, looser', async () => {
    const files = [fileOf('before.yaml', before), fileOf('after.yaml', after)]
    const { out, exitCode } = await runCommand('policy', 'diff', ...files)
    expect(exitCode).toBe(0)
    expect(out.split('\n')).toEqual([
      'payment@1 → payment@2',
      '~ percentCompleteCap: 80 → 90 (looser)',
      '~ release a: upper 0 → 1 (looser); maxAgeDays – → 7 (tighter)',
      '+ release c: added, required (at most 0)',
      '- release b: removed, was required (at most 0)',
      'Tighter: 1. Looser: 2. Other: 1.',
    ])
  })

  test('a file and a version on the server, as JSON', async () => {
    const url = `${server.url}/v1/policies?uploadedBy=q`
    const headers = { 'content-type': 'application/yaml' }
    expect((await fetch(url, { method: 'POST', body: before, headers })).status).toBe(201)
    const file = fileOf('after.yaml', after)
    const { out } = await runCommand('policy', 'diff', 'payment@1', file, '--json', '--url', server.url)
    const counts = { tighter: 1, looser: 2, other: 1 }
    expect(JSON.parse(out)).toMatchObject({ from: { id: 'payment', version: 1 }, to: { version: 2 }, counts })
    await expect(runCommand('policy', 'diff', 'payment@7', file, '--url', server.url)).rejects.toThrow(
      'POLICY_NOT_FOUND',
    )
  })

  test('the same policy has no difference', async () => {
    const { out } = await runCommand('policy', 'diff', shipped('standard'), 'standard@1', '--url', server.url)
    expect(out).toBe('standard@1 → standard@1\nNo difference.')
  })

  test('the readiness of a project tells what its planned policy would say', async () => {
    const events = shippingFacts().map(asEvent)
    const batch = { 'content-type': 'application/cloudevents-batch+json' }
    await fetch(`${server.url}/v1/events`, { method: 'POST', body: JSON.stringify(events), headers: batch })
    const headers = { 'content-type': 'application/yaml' }
    const next = aPolicy({ id: 'standard', version: 2, effectiveFrom: '2027-01-01' })
    await fetch(`${server.url}/v1/policies?uploadedBy=q`, { method: 'POST', body: next, headers })
    const { out } = await runCommand('readiness', 'p', '--url', server.url)
    expect(out).toContain('From 2027-01-01 on, by standard version 2: SHIP (score 100)')
  })
})
