import { readdirSync, readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { expect, test } from 'vitest'
import { createProgram } from '../../cli/program.ts'
import { kafkaVariables } from '../../schemas/config-kafka.ts'
import { environment } from '../../schemas/config.ts'
import { factKinds } from '../../schemas/facts/index.ts'
import { indicatorIds } from '../../schemas/indicators.ts'
import { condition, policyDocument } from '../../schemas/policy.ts'
import { en } from '../../schemas/messages/en.ts'
import { refusalCode } from '../../schemas/refusals.ts'
import { conditionState, reasonCode } from '../../schemas/verdict.ts'

const root = new URL('../../', import.meta.url)
const read = (name: string) => readFileSync(new URL(name, root), 'utf8')

/** The part of a Markdown text under a heading, up to the next one of the same depth. */
function section(text: string, heading: string): string {
  const [, rest = ''] = text.split(`\n## ${heading}\n`)
  return rest.split('\n## ')[0]!
}

/** The first cells of a Markdown table's rows, without backticks. */
const firstCells = (text: string) =>
  [...text.matchAll(/^\| `([^`]+)`/gm)].map(([, name]) => name!).filter((name) => name !== '')

const markdown = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...readdirSync(new URL('docs', root), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

test('the reference names every variable of the environment, and its default', () => {
  const table = section(read('docs/reference/configuration.md'), 'Configuration')
  expect(firstCells(table)).toEqual(Object.keys(environment.shape))
  for (const [name, value] of Object.entries(environment.parse({}))) {
    const row = table.split('\n').find((line) => line.startsWith(`| \`${name}\``))
    if (value !== '') expect(row, name).toContain(`\`${String(value)}\``)
  }
})

test('the reference names every endpoint', () => {
  const routes = readdirSync(new URL('api/routes', root)).map((file) => read(`api/routes/${file}`))
  const paths = routes.flatMap((text) =>
    [...text.matchAll(/(?:path: |app\.get\()'(\/[^':]*)'/g)].map(([, path]) => path!),
  )
  const table = section(read('docs/reference/http-api.md'), 'Endpoints')
  expect(paths.length).toBeGreaterThan(15)
  expect(
    paths.filter((path) => !new RegExp(`[ \`]${escape(path)}\``).test(table) && !path.startsWith('/docs/')),
  ).toEqual([])
})

const escape = (text: string) => text.replace(/[{}/.]/g, '\\$&')

test('the reference names every command and every option', () => {
  const program = createProgram({ environment: {} } as Parameters<typeof createProgram>[0])
  const commandsOf = (command: Command, name: string): [string, Command][] =>
    command.commands.length === 0
      ? [[name, command]]
      : command
          .createHelp()
          .visibleCommands(command)
          .filter((inner) => inner.name() !== 'help')
          .flatMap((inner) => commandsOf(inner, `${name} ${inner.name()}`))
  const table = section(read('docs/reference/commands.md'), 'Commands')
  for (const [name, command] of commandsOf(program, 'kanmon')) {
    expect(table).toMatch(new RegExp(`^\\| \`${name}[ \`]`, 'm'))
    for (const { long } of command.options) expect(table, name).toContain(long)
  }
})

test('the guide to Kafka names every variable, as the README does', () => {
  const guide = section(read('docs/guide/kafka.md'), 'Settings')
  expect(firstCells(guide)).toEqual(Object.keys(kafkaVariables))
})

test('the README puts the two commands first', () => {
  const [first] = /^```[\s\S]*?^```/m.exec(read('README.md'))!
  expect(first).toContain('npm ci && npm run demo')
  expect(first).toContain('npm ci && npm test')
})

test('the guide to facts names every refusal code and every kind, and no other', () => {
  const guide = read('docs/guide/facts.md')
  expect(firstCells(section(guide, 'Refusal codes')).sort()).toEqual([...refusalCode.options].sort())
  expect(firstCells(section(guide, 'Kinds')).sort()).toEqual([...factKinds].sort())
})

test('the guide to policies names every field, indicator and state', () => {
  const guide = read('docs/guide/policies.md')
  const fields = [...Object.keys(policyDocument.shape), ...Object.keys(condition.shape)]
  const scope = Object.keys(condition.shape.scope.unwrap().shape)
  const names = [...fields, ...scope, ...indicatorIds, ...conditionState.options]
  expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([])
})

test('the guide to policies names every reason for HOLD and every contradiction', () => {
  const guide = read('docs/guide/policies.md')
  const contradictions = Object.keys(en).flatMap((key) => /^contradiction\.(.*)/.exec(key)?.[1] ?? [])
  expect(contradictions.length).toBeGreaterThan(5)
  const names = [...reasonCode.options, ...contradictions]
  expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([])
})

test('decisions are numbered without gaps, and say context, decision and consequences', () => {
  const files = readdirSync(new URL('docs/decisions', root)).sort()
  expect(files.map((file) => file.slice(0, 5))).toEqual(
    files.map((_, index) => `${String(index + 1).padStart(4, '0')}-`),
  )
  for (const file of files) {
    const text = read(`docs/decisions/${file}`)
    expect(text, file).toMatch(new RegExp(`^# ${file.slice(0, 4)} `))
    for (const heading of ['Context', 'Decision', 'Consequences'])
      expect(text, file).toContain(`\n## ${heading}\n`)
  }
})

test('every link to a file leads somewhere', () => {
  for (const file of markdown) {
    const targets = [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, target]) => target!,
    )
    for (const target of targets) {
      const url = new URL(target, new URL(file, root))
      expect(() => readdirOrRead(url), `${file} -> ${target}`).not.toThrow()
    }
  }
})

function readdirOrRead(url: URL): void {
  try {
    readFileSync(url)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EISDIR') throw error
  }
}

test('every file that the decisions and guides name in backticks exists', () => {
  const folders = 'schemas|analytics|store|ingest|api|cli|examples|policies|test|docs'
  const mention = new RegExp('`((?:' + folders + ')/[\\w./-]+\\.(?:ts|cjs|sql|yaml|md))`', 'g')
  for (const file of markdown)
    for (const [, path] of read(file)
      .replaceAll('NNNN-title', '0001-one-append-only-log-of-facts')
      .matchAll(mention))
      expect(() => readFileSync(new URL(path!, root)), `${file} names ${path}`).not.toThrow()
})
