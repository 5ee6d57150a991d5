import { readdirSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { KAFKA_CODECS, rules } from './architecture-rules.ts'

interface Import {
  readonly specifier: string
  readonly line: number
  readonly isTypeOnly: boolean
}

const places = Object.keys(rules).sort((a, b) => b.length - a.length)
const MAX_LINES = 300
const MAX_MEDIAN_LINES = 80

const root = new URL('../', import.meta.url)
const isSource = (name: string) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts')
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')
const isInside = (path: string, place: string) => path === place || path.startsWith(`${place}/`)

const sources = new Map(
  [...new Set(places.map((place) => place.split('/')[0]!))]
    .flatMap((folder) => filesOf(folder))
    .map((file) => [file, read(file)]),
)

function filesOf(folder: string): string[] {
  try {
    const names = readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    return names.filter(isSource).map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Every module that a text imports in any way: statically, as types, re-exported or at run time. */
function importsOf(text: string): Import[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName, pos }) => {
    const statement = /(?:^|\n)(import|export)\b(?![\s\S]*\n(?:import|export)\b)[\s\S]*$/.exec(
      text.slice(0, pos),
    )
    const isTypeOnly = /^\s*(?:import|export)\s+type\b/.test(statement?.[0] ?? '')
    return { specifier: fileName, line: text.slice(0, pos).split('\n').length, isTypeOnly }
  })
}

/** The file that a relative import names, from the root; null for a package. */
function targetOf(file: string, specifier: string): string | null {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : null
}

function packageOf(specifier: string): string {
  if (isBuiltin(specifier)) return 'node'
  const [first = '', second = ''] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}

/** What is wrong with the imports of a file, one line each. */
function forbiddenImports(file: string, text: string): string[] {
  const place = places.find((candidate) => isInside(file, candidate))
  if (place === undefined) return [`${file}:1 no rule says what this folder may import`]
  const { folders, types = [], packages } = rules[place]!
  return importsOf(text).flatMap(({ specifier, line, isTypeOnly }) => {
    const target = targetOf(file, specifier)
    const isAllowed =
      target === null
        ? [packageOf(specifier), `${specifier.split('/')[0]!}/*`].some((name) => packages.includes(name))
        : [...folders, ...(isTypeOnly ? types : [])].some((folder) => isInside(target, folder))
    return isAllowed ? [] : [`${file}:${line} ${place} must not import ${target ?? specifier}`]
  })
}

/** Every circle of imports, as the chain of files that closes it. */
function importCycles(files: ReadonlyMap<string, string>): string[] {
  const state = new Map<string, 'open' | 'done'>()
  const chain: { file: string; line: number }[] = []
  const found: string[] = []
  const visit = (file: string) => {
    if (state.get(file) === 'done' || !files.has(file)) return
    if (state.get(file) === 'open') {
      const circle = chain.slice(chain.findIndex((link) => link.file === file))
      found.push([...circle.map((link) => `${link.file}:${link.line}`), file].join(' -> '))
      return
    }
    state.set(file, 'open')
    for (const { specifier, line } of importsOf(files.get(file)!)) {
      chain.push({ file, line })
      visit(targetOf(file, specifier) ?? '')
      chain.pop()
    }
    state.set(file, 'done')
  }
  for (const file of files.keys()) visit(file)
  return found
}

/** What may be absent at run time: `optionalDependencies`, and codecs whose native part may not be built. */
const optionalPackages = [
  ...Object.keys(
    (JSON.parse(read('package.json')) as { optionalDependencies?: Record<string, string> })
      .optionalDependencies ?? {},
  ),
  ...KAFKA_CODECS,
]

/** Packages that may be absent, imported at the top of a module: it could not be loaded without them. */
function eagerImports(file: string, text: string, packages: readonly string[]): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true)
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return []
    const isTypeOnly = ts.isExportDeclaration(statement)
      ? statement.isTypeOnly
      : statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword
    const specifier = statement.moduleSpecifier
    if (isTypeOnly || specifier === undefined || !ts.isStringLiteral(specifier)) return []
    return packages.includes(packageOf(specifier.text)) ? [`${file} must load ${specifier.text} lazily`] : []
  })
}

const MUTATORS = new Set('set add delete clear push pop shift unshift splice sort reverse fill'.split(' '))

/** State that a module keeps between calls: `let` or `var` at its top, or a constant collection that is changed. */
function moduleState(file: string, text: string): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true)
  const constants = new Set<string>()
  const found: string[] = []
  const report = (node: ts.Node, what: string) =>
    found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${what}`)
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue
    const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0
    if (!isConst) report(statement, 'module-level let or var')
    for (const { name } of statement.declarationList.declarations)
      if (ts.isIdentifier(name)) constants.add(name.text)
  }
  const isConstant = (node: ts.Node) => ts.isIdentifier(node) && constants.has(node.text)
  const walk = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name } = node.expression
      if (isConstant(expression) && MUTATORS.has(name.text))
        report(node, `changes the module-level ${expression.getText()}`)
    }
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment &&
      (ts.isElementAccessExpression(node.left) || ts.isPropertyAccessExpression(node.left)) &&
      isConstant(node.left.expression)
    )
      report(node, `changes the module-level ${node.left.expression.getText()}`)
    ts.forEachChild(node, walk)
  }
  walk(source)
  return found
}

const linesOf = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
const all = (check: (file: string, text: string) => string[]) =>
  [...sources].flatMap(([file, text]) => check(file, text))

test('every import goes in an allowed direction', () => {
  expect(sources.size).toBeGreaterThan(100)
  expect(all(forbiddenImports)).toEqual([])
})

test('every folder with sources has a rule', () => {
  const folders = readdirSync(root, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && !/^(?:\.|node_modules$|dist$|coverage$|data$|test$)/.test(entry.name),
    )
    .map((entry) => entry.name)
  const unknown = folders.filter((folder) => !(folder in rules) && filesOf(folder).length > 0)
  expect(unknown).toEqual([])
})

test('no imports run in a circle, not even of types', () => {
  expect(importCycles(sources)).toEqual([])
})

test('kafkajs is known to one file only', () => {
  const files = all((file, text) => (importsOf(text).some((i) => i.specifier === 'kafkajs') ? [file] : []))
  expect([...new Set(files)]).toEqual(['ingest/kafka/client.ts'])
})

test('what is optional is loaded only where it is used', () => {
  expect(optionalPackages).toContain('chdb')
  expect(all((file, text) => eagerImports(file, text, optionalPackages))).toEqual([])
})

test(`no file is longer than ${MAX_LINES} lines, and half of them have at most ${MAX_MEDIAN_LINES}`, () => {
  expect(
    all((file, text) => (linesOf(text) > MAX_LINES ? [`${file} has ${linesOf(text)} lines`] : [])),
  ).toEqual([])
  const lengths = [...sources.values()].map(linesOf).sort((a, b) => a - b)
  expect(lengths[lengths.length >> 1]).toBeLessThanOrEqual(MAX_MEDIAN_LINES)
})

test('no module keeps state between calls; a measurement is a program and may', () => {
  expect(all((file, text) => (isInside(file, 'bench') ? [] : moduleState(file, text)))).toEqual([])
})

test('the checker catches what it is for', () => {
  const api = `import type { App } from '../api/app-types.ts'\nimport {\n  createApp,\n} from '../api/app.ts'`
  expect(forbiddenImports('analytics/x.ts', "import { z } from 'zod'\nimport 'node:fs'\n")).toEqual([
    'analytics/x.ts:1 analytics must not import zod',
    'analytics/x.ts:2 analytics must not import node:fs',
  ])
  expect(forbiddenImports('dashboard/x.tsx', api)).toEqual([
    'dashboard/x.tsx:4 dashboard must not import api/app.ts',
  ])
  expect(forbiddenImports('api/x.ts', "export { a } from '../cli/a.ts'")).toHaveLength(1)
  expect(forbiddenImports('api/x.ts', "const a = await import('chdb/connection')")).toHaveLength(1)
  expect(forbiddenImports('ingest/x.ts', "type A = import('../api/app.ts').App")).toHaveLength(1)
  expect(forbiddenImports('ingest/x.ts', "import { Kafka } from 'kafkajs'")).toHaveLength(1)
  expect(forbiddenImports('cli/main.ts', "import '../analytics/evm/series.ts'")).toHaveLength(1)
  expect(forbiddenImports('cli/analyze/evm.ts', "import '../../analytics/evm/series.ts'")).toEqual([])
  expect(forbiddenImports('ingest/kafka/producer.ts', "import { Kafka } from 'kafkajs'")).toHaveLength(1)
  expect(forbiddenImports('ingest/kafka/client.ts', "import { Kafka } from 'kafkajs'")).toEqual([])
  expect(forbiddenImports('api/app.ts', "await import('@opentelemetry/api')")).toHaveLength(1)
  expect(forbiddenImports('cli/commands/send.ts', "import '../../ingest/kafka/producer.ts'")).toHaveLength(1)
  const lazy = "import type { A } from 'chdb'\nconst b = () => import('chdb')"
  expect(eagerImports('a.ts', lazy, ['chdb'])).toEqual([])
  expect(eagerImports('a.ts', "import { A } from 'chdb/x'", ['chdb'])).toEqual([
    'a.ts must load chdb/x lazily',
  ])
  const circle = new Map([
    ['a/a.ts', "import '../b/b.ts'"],
    ['b/b.ts', "import type { A } from '../a/a.ts'"],
  ])
  expect(importCycles(circle)).toEqual(['a/a.ts:1 -> b/b.ts:1 -> a/a.ts'])
  expect(moduleState('a.ts', 'let a = 1\nconst b = new Map()\nconst f = () => b.set(1, 2)')).toEqual([
    'a.ts:1 module-level let or var',
    'a.ts:3 changes the module-level b',
  ])
  expect(moduleState('a.ts', 'const f = () => {\n  let a = 1\n  a += 1\n  return a\n}')).toEqual([])
})
