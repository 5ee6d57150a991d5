import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunningServer } from '../../api/main.ts'
import { type Ask, init } from '../../cli/commands/init.ts'
import { filesOf } from '../../cli/glob.ts'
import { readSettings } from '../../ingest/collectors/settings-file.ts'
import { collectConfig } from '../../schemas/collect-config.ts'
import { noon, TODAY } from '../helpers/project-facts.ts'
import { CONFIG, JUNIT, makeOrders, makeRepository, quietTerminal } from '../helpers/repositories.ts'
import { makeDirectory } from '../helpers/store.ts'
import { startTestServer } from '../helpers/test-server.ts'
import { runCommand } from '../helpers/terminal.ts'

const directory = makeDirectory()
let server: RunningServer
beforeAll(async () => {
  server = await startTestServer(directory)
})
afterAll(() => server.close())

const repository = (name: string, files: Readonly<Record<string, string>>) =>
  makeRepository(join(directory, name), files)
const ordersRepository = (name: string, config?: string) => makeOrders(join(directory, name), config)

describe('kanmon init', () => {
  const MAVEN = {
    'pom.xml':
      '<project><parent><artifactId>root</artifactId></parent><artifactId>Order Entry</artifactId></project>',
    'services/api/target/surefire-reports/TEST-a.xml': JUNIT,
    'services/web/x.txt': '',
    'scan.sarif': '{}',
    'services/api/target/site/jacoco/jacoco.xml': '<report/>',
    'target/bom.json': '{}',
    'trivy.json': '{}',
    '.git/HEAD': '',
  }

  test('writes what it found and what is offered; the file is what kanmon reads', async () => {
    const root = repository('maven', MAVEN)
    const run = await runCommand('init', '--directory', root, '--yes', '--ship', '2027-03-31')
    expect(run.out).toContain('wrote ')
    const config = readSettings(readFileSync(join(root, 'kanmon.yaml'), 'utf8'), 'kanmon.yaml', collectConfig)
    expect(config).toMatchObject({
      project: 'order-entry',
      declaration: {
        name: 'Order Entry',
        components: [{ id: 'api' }, { id: 'web' }],
        release: { plannedShipDate: '2027-03-31' },
        expects: expect.arrayContaining([
          { kind: 'testrun.finished', everyDays: 7 },
          { kind: 'coverage.measured', everyDays: 7 },
          { kind: 'scan.completed', everyDays: 7 },
          { kind: 'commits.counted', everyDays: 7 },
        ]) as unknown,
      },
      components: { '**/services/api/**': 'api', '**/services/web/**': 'web', '**': null },
      collect: [
        {
          collector: 'junit',
          paths: ['**/target/surefire-reports/TEST-*.xml'],
          phase: 'ut',
          optional: false,
        },
        { collector: 'coverage', paths: ['**/target/site/jacoco/jacoco.xml'] },
        { collector: 'sarif', paths: ['**/*.sarif'] },
        { collector: 'trivy', paths: ['trivy*.json'] },
        { collector: 'cyclonedx', paths: ['target/bom.json'] },
        { collector: 'git', paths: ['HEAD'] },
      ],
    })
  })

  test('overwrites nothing unless it is told to', async () => {
    const root = repository('kept', { 'kanmon.yaml': 'mine' })
    const run = await runCommand('init', '--directory', root, '--yes')
    expect(run).toMatchObject({
      exitCode: 1,
      notes: `${join(root, 'kanmon.yaml')} exists already; --force overwrites it`,
    })
    expect(readFileSync(join(root, 'kanmon.yaml'), 'utf8')).toBe('mine')
    await runCommand('init', '--directory', root, '--yes', '--force')
    expect(readFileSync(join(root, 'kanmon.yaml'), 'utf8')).toContain('project: kept')
  })

  test('asks for the rest, and again when an answer cannot be', async () => {
    const root = repository('asked', { 'go.mod': 'module example.com/team/billing\n' })
    const asked: string[] = []
    const answers = ['', '請求', '第一本部', 'public', 'newer', 'new', 'JPY', '2027-01-31']
    const ask: Ask = (question, offered) => {
      asked.push(question)
      return Promise.resolve(answers[asked.length - 1] === '' ? offered : answers[asked.length - 1]!)
    }
    const notes: string[] = []
    const terminal = { ...quietTerminal, note: (line: string) => notes.push(line) }
    await init({ directory: root }, terminal, ask, noon(TODAY))
    const config = readSettings(readFileSync(join(root, 'kanmon.yaml'), 'utf8'), 'kanmon.yaml', collectConfig)
    expect(config).toMatchObject({
      project: 'billing',
      declaredOn: TODAY,
      declaration: { name: '請求', organization: '第一本部', class: 'new', costUnit: 'JPY' },
    })
    expect(notes).toEqual([expect.stringContaining('class: ')])
  })

  test('without a terminal and without --yes it guesses nothing', async () => {
    await expect(runCommand('init', '--directory', repository('nobody', { a: '' }))).rejects.toThrow(
      'nobody to ask',
    )
  })
})

describe('kanmon collect without a collector', () => {
  test('declares the project and runs every entry; a second time adds nothing', async () => {
    const file = ordersRepository('orders')
    const run = () => runCommand('collect', '--config', file, '--url', server.url)
    const first = await run()
    expect(first.exitCode).toBe(0)
    expect(first.notes).toContain('declaration of orders')
    expect(first.notes).toContain('sent 2: 2 stored (0 of them known before)')
    expect(first.notes).toContain('sent 3: 3 stored (0 of them known before)')
    const again = await run()
    expect(again.notes).toContain('sent 3: 3 stored (3 of them known before)')
  })

  test('--dry-run prints the facts and sends nothing', async () => {
    const file = ordersRepository('dry')
    const run = await runCommand('collect', '--config', file, '--url', 'http://127.0.0.1:9', '--dry-run')
    const types = run.out.split('\n').map((line) => (JSON.parse(line) as { type: string }).type)
    expect(types).toEqual([
      'dev.kanmon.project.declared.v1',
      'dev.kanmon.testrun.finished.v1',
      'dev.kanmon.tests.reported.v1',
      ...Array<string>(3).fill('dev.kanmon.defect.reported.v1'),
    ])
  })

  test('paths that fit no file are told and make the exit code 1; the other entries are sent', async () => {
    const file = ordersRepository('missing', CONFIG.replace('optional: true', 'optional: false'))
    const run = await runCommand('collect', '--config', file, '--url', server.url)
    expect(run.exitCode).toBe(1)
    expect(run.notes).toContain('ctrf: ctrf/*.json fits no file')
    expect(run.notes).toContain('sent 3:')
  })

  test('mistakes are told with their lines, before anything is sent', async () => {
    const file = ordersRepository(
      'mistakes',
      CONFIG.replace('costUnit: hours', 'costUnit: yen').replace('phase: ut', 'fase: ut'),
    )
    await expect(runCommand('collect', '--config', file)).rejects.toThrow(
      /kanmon\.yaml:12: declaration\.costUnit: [^\n]*\n[^\n]*kanmon\.yaml:17: collect\.0\.fase: fase is not known here/,
    )
    const misspelt = ordersRepository('misspelt', CONFIG.replace('cumulative:', 'cumulatve:'))
    await expect(runCommand('collect', '--config', misspelt)).rejects.toThrow(
      'junit has no option cumulatve; it has run, cumulative, planned, repeated',
    )
    const unknown = ordersRepository('unknown', CONFIG.replace('collector: csv', 'collector: tsv'))
    await expect(runCommand('collect', '--config', unknown)).rejects.toThrow(
      'there is no collector tsv; there are junit',
    )
  })

  test('the options of a collector by name are its own', async () => {
    const file = join(ordersRepository('named'), '..', 'reports/a/junit.xml')
    const run = await runCommand('collect', 'junit', '--project', 'p', '--dry-run', file)
    expect(run.out).toContain('"type":"dev.kanmon.testrun.finished.v1"')
  })
})

test('patterns stay out of node_modules unless they name it', () => {
  const root = repository('glob', { 'a/x.xml': '', 'a/b/y.xml': '', 'node_modules/z/x.xml': '', 'c.xml': '' })
  expect(filesOf(root, '**/*.xml')).toEqual(['a/b/y.xml', 'a/x.xml', 'c.xml'])
  expect(filesOf(root, './a/*.xml')).toEqual(['a/x.xml'])
  expect(filesOf(root, 'node_modules/**/*.xml')).toEqual(['node_modules/z/x.xml'])
  expect(filesOf(root, 'c.xml')).toEqual(['c.xml'])
  expect(filesOf(root, 'none/*.xml')).toEqual([])
})
