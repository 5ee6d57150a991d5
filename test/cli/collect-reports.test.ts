import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { noon, TODAY } from '../helpers/project-facts.ts'
import { makeDirectory } from '../helpers/store.ts'
import { fileWith } from '../helpers/tables.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'

const report = (path: string) => fileURLToPath(new URL(`../fixtures/reports/${path}`, import.meta.url))
const shared = ['--project', 'shop', '--phase', 'ut']

describe('what is sent', () => {
  let server: RunningServer
  beforeAll(async () => {
    server = await startTestServer(makeDirectory(), {}, () => noon(TODAY) + 1e9)
  })
  afterAll(() => server.close())

  const collect = (format: string, ...words: string[]) =>
    runCommand('collect', format, ...words, ...shared, '--url', server.url)
  const factsOf = async (kind: string) => {
    const answer = await fetch(new URL(`/v1/projects/shop/facts?kind=${kind}`, server.url))
    return ((await answer.json()) as { facts: { data: Record<string, unknown> }[] }).facts
  }

  test('a report is stored once, however often it is sent', async () => {
    const words = [report('coverage/jacoco-cart.xml'), report('coverage/jacoco-price.xml')]
    const first = await collect('coverage', ...words)
    expect(first).toMatchObject({ exitCode: 0, notes: expect.stringMatching(/sent 1: 1 stored \(0 of/) })
    const again = await collect('coverage', ...words)
    expect(again.notes).toMatch(/sent 1: 1 stored \(1 of/)
    const facts = await factsOf('coverage.measured')
    expect(facts).toHaveLength(1)
    expect(facts[0]?.data).toMatchObject({
      phase: 'ut',
      lines: { covered: 6, total: 9 },
      provenance: { tool: 'kanmon collect coverage', digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    })
  })

  test('a report that is cut off is refused, told to the server, and nothing of it counts', async () => {
    const file = fileWith('SF:a.c\nDA:1,1\n')
    const run = await collect('coverage', file, report('coverage/coverage-py.lcov'))
    expect(run.exitCode).toBe(1)
    expect(run.notes).toMatch(/refused whole, TRUNCATED: /)
    expect(await factsOf('coverage.measured')).toHaveLength(1)
    const answer = await fetch(new URL('/v1/quarantine?project=shop', server.url))
    expect(await answer.text()).toContain('REPORT_REFUSED')
  })
})

describe('what would be sent', () => {
  const dry = (format: string, ...words: string[]) =>
    runCommand('collect', format, ...words, ...shared, '--dry-run')

  test('two reports of the same source files are refused: they would count twice', async () => {
    const run = await dry(
      'coverage',
      report('coverage/coverage-py.lcov'),
      report('coverage/coverage-py.lcov'),
    )
    expect(run.exitCode).toBe(1)
    expect(run.notes).toMatch(/OVERLAPPING_REPORTS: tells of :shop\/__init__\.py/)
    expect(run.out).toBe('')
  })

  test('sizes by component, from a mapping file', async () => {
    const components = fileWith('"src/**": app\n"docs/**": null\n')
    const run = await dry(
      'size',
      report('size/cloc-by-file.json'),
      '--components',
      components,
      '--excludes-generated',
    )
    expect(JSON.parse(run.out)).toMatchObject({
      type: 'dev.kanmon.size.measured.v1',
      data: { component: 'app', ksloc: { total: 0.03 }, excludesGenerated: true },
    })
  })

  test('a mapping with a mistake is told with its line', async () => {
    const components = fileWith('"src/**": app\n"docs/**": 7\n')
    await expect(dry('size', report('size/cloc-by-file.json'), '--components', components)).rejects.toThrow(
      /:2: /,
    )
  })

  test('the changes of this repository since its last commit are none', async () => {
    const run = await dry('size', '--git', 'HEAD..HEAD', '--component', 'core')
    expect(JSON.parse(run.out)).toMatchObject({ data: { ksloc: { added: 0, modified: 0, deleted: 0 } } })
  })

  test('every line of what is explained says what became what', async () => {
    const run = await runCommand(
      'collect',
      'junit',
      report('junit/vitest.xml'),
      ...shared,
      '--dry-run',
      '--explain',
      '--cumulative',
    )
    expect(run.out).toMatch(/7 <testcase> of .*vitest\.xml → dev\.kanmon\.testrun\.finished\.v1/)
    expect(run.out).toMatch(/1 test runs of phase ut → dev\.kanmon\.tests\.reported\.v1/)
  })

  test('CTRF and JUnit of one run tell the same counts', async () => {
    const counts = async (format: string, path: string) => {
      const { data } = JSON.parse((await dry(format, report(path))).out) as { data: Record<string, number> }
      return [data['total'], data['passed'], data['failed']! + (data['errors'] ?? 0), data['skipped']]
    }
    expect(await counts('ctrf', 'ctrf/pytest.json')).toEqual(
      await counts('junit', 'junit/pytest-rerunfailures.xml'),
    )
  })
})
