import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readComponentPaths } from '../../../ingest/collectors/component-paths.ts'
import { readGitDiff } from '../../../ingest/collectors/size/git-diff.ts'
import { openGitDiff } from '../../../ingest/collectors/size/git-output.ts'
import { size } from '../../../ingest/collectors/size/size.ts'
import type { SizeOptions } from '../../../ingest/collectors/size/size-fact.ts'
import { type Files, makeGitRepository } from '../../helpers/git.ts'
import { memoryReport, outcomeOf, warningCodes } from '../../helpers/reports.ts'
import { context as shared, fixture } from '../../helpers/tables.ts'

const context = { ...shared, component: 'shop' }
const paths = (yaml: string) => readComponentPaths(yaml, 'components.yaml')
const read = (document: unknown, options: SizeOptions = {}) =>
  size.read(
    memoryReport(typeof document === 'string' ? document : JSON.stringify(document)),
    context,
    options,
  )
const json = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../fixtures/reports/size/${name}.json`, import.meta.url), 'utf8'))

describe('reports of real counters, of the same four files', () => {
  // cloc and scc count 13 lines of the page, tokei 12: one line of the script in it is a comment.
  // Of the Markdown tokei counts no line as code.
  test.each([
    ['cloc', 0.034, { name: 'cloc', version: '1.96' }],
    ['cloc-by-file', 0.034, { name: 'cloc', version: '1.96' }],
    ['cloc-both', 0.034, { name: 'cloc', version: '1.96' }],
    ['tokei', 0.029, { name: 'tokei' }],
    ['scc', 0.034, { name: 'scc' }],
    ['scc-by-file', 0.034, { name: 'scc' }],
  ])('%s', async (name, total, counter) => {
    const { facts, warnings } = await size.read(await fixture(`size/${name}.json`), context, {})
    expect(facts).toMatchObject([
      { kind: 'size.measured', data: { component: 'shop', ksloc: { total }, counter } },
    ])
    expect(facts[0]?.data).not.toHaveProperty('excludesGenerated')
    expect(warningCodes({ warnings })).toEqual(['TIME_OF_FILE'])
  })

  test.each(['cloc-by-file', 'cloc-both', 'tokei', 'scc-by-file'])('%s by component', async (name) => {
    const components = paths('"src/core/**": core\n"src/ui/**": ui\n"docs/**": null\n')
    const { facts, warnings } = await read(json(name), { components, excludesGenerated: true })
    const data = facts.map((fact) => fact.data as { component: string; ksloc: { total: number } })
    expect(Object.fromEntries(data.map(({ component, ksloc }) => [component, ksloc.total]))).toEqual({
      core: 0.017,
      ui: name === 'tokei' ? 0.012 : 0.013,
    })
    expect(data[0]).toMatchObject({ excludesGenerated: true })
    expect(warningCodes({ warnings })).toContain('ROWS_LEFT_OUT')
  })

  test('languages that count can be named, and the version that the counter does not tell', async () => {
    const { facts, warnings } = await read(json('tokei'), {
      languages: ['typescript', 'JavaScript'],
      counterVersion: '12.1.2',
    })
    expect(facts).toMatchObject([{ data: { ksloc: { total: 0.017 }, counter: { version: '12.1.2' } } }])
    expect(warningCodes({ warnings })).toContain('ROWS_LEFT_OUT')
  })
})

test('what scc marks as generated is said, or left out when that is asked for', async () => {
  const [language] = json('scc-by-file') as { Files: object[] }[]
  const marked = [{ ...language, Files: language!.Files.map((file) => ({ ...file, Generated: true })) }]
  expect((await read(marked)).facts).toMatchObject([
    { data: { ksloc: { total: 0.013 }, excludesGenerated: false } },
  ])
  const left = await read([...marked, { Name: 'C', Code: 7 }], { excludesGenerated: true })
  expect(left.facts).toMatchObject([{ data: { ksloc: { total: 0.007 }, excludesGenerated: true } }])
})

test('sums are counted, and what a report declares otherwise is told', async () => {
  const cloc = json('cloc') as Record<string, object>
  const { facts, warnings } = await read({ ...cloc, SUM: { ...cloc['SUM'], code: 90_000 } })
  expect(facts).toMatchObject([{ data: { ksloc: { total: 0.034 } } }])
  expect(warnings.find(({ code }) => code === 'TOTALS_DISAGREE')?.detail).toBe(
    'SUM.code: declares 90000, counted 34',
  )
})

describe('bad input is refused whole', () => {
  test.each([
    ['text', 'Language files blank', {}, 'MALFORMED'],
    ['another document', { results: [] }, {}, 'NOT_THIS_FORMAT'],
    ['nothing counted', [], {}, 'EMPTY'],
    ['half a code count', { header: { cloc_version: '2' }, C: { code: 1.5 } }, {}, 'MALFORMED'],
    ['cloc without its version', { header: {}, C: { code: 1 } }, {}, 'MISSING_FIELD'],
    [
      'the differences of cloc --diff',
      { header: { cloc_version: '2' }, added: { C: { code: 1 } } },
      {},
      'MISSING_FIELD',
    ],
    ['components of a report without files', json('cloc'), { components: paths('"**": a') }, 'MISSING_FIELD'],
    ['a file of no component', json('cloc-by-file'), { components: paths('"src/**": a') }, 'UNMAPPED_VALUE'],
  ])('%s', async (_name, document, options, code) => {
    expect(await outcomeOf(read(document, options))).toBe(code)
  })

  test('no component', async () => {
    expect(await outcomeOf(size.read(memoryReport(JSON.stringify(json('cloc'))), shared, {}))).toBe(
      'MISSING_FIELD',
    )
  })
})

test('reports of different files are added up', async () => {
  const [html, script] = json('scc-by-file') as object[]
  const parts = await Promise.all([read([html]), read([script])])
  expect(
    size.conclude?.(
      parts.flatMap(({ facts }) => facts),
      context,
      {},
    ),
  ).toMatchObject([{ data: { component: 'shop', ksloc: { total: 0.026 } } }])
})

describe('what changed between two commits', () => {
  /** A repository with one commit for each set of files, tagged v0, v1 and so on. */
  function repository(...commits: Files[]): void {
    const { git, commit } = makeGitRepository()
    for (const [index, files] of commits.entries()) {
      commit({ files })
      git('tag', `v${index}`)
    }
  }
  const changed = async (range: string) =>
    Object.fromEntries((await readGitDiff(await openGitDiff(range, () => undefined))).files)

  test('a hunk of two removed and three written lines modified two and added one; blank lines do not count', async () => {
    repository(
      { 'a.c': 'one\ntwo\nthree\nfour\n', 'gone.c': 'x\n\ny\n' },
      { 'a.c': 'one\nTWO\nTHREE\nnew\n\n  \nfour\nfive\n', 'gone.c': null, 'b/c.c': '-- a\n++ b\n' },
    )
    expect(await changed('v0..v1')).toEqual({
      'a.c': { added: 2, modified: 2, deleted: 0 },
      'gone.c': { added: 0, modified: 0, deleted: 2 },
      'b/c.c': { added: 2, modified: 0, deleted: 0 },
    })
  })

  test('of one commit alone everything that it holds was added', async () => {
    repository({ 'a.c': 'one\n\ntwo\n', 'b.c': 'x\n' }, { 'a.c': 'one\nthree\nfour\n', 'b.c': null })
    expect(await changed('HEAD')).toEqual({ 'a.c': { added: 3, modified: 0, deleted: 0 } })
    expect(await changed('v0')).toEqual({
      'a.c': { added: 2, modified: 0, deleted: 0 },
      'b.c': { added: 1, modified: 0, deleted: 0 },
    })
  })

  test('moved files, binary files, line ends and names in any encoding', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `line ${i}\n`).join('')
    repository(
      { 'old.c': lines, 'image.bin': Buffer.from([0, 1, 2, 0]) },
      {
        'old.c': null,
        'new name.c': lines,
        'image.bin': Buffer.from([0, 9, 0]),
        '日本語\t.c': 'a\r\nb',
        'sjis.c': Buffer.from('8365835883670a', 'hex'),
      },
    )
    expect(await changed('v0..v1')).toEqual({
      '日本語\t.c': { added: 2, modified: 0, deleted: 0 },
      'sjis.c': { added: 1, modified: 0, deleted: 0 },
    })
  })

  test('one fact for each component, of zero where nothing changed, dated with the later commit', async () => {
    repository({ 'src/a.c': 'a\n' }, { 'src/a.c': 'b\n', 'test/t.c': 't\n' })
    const components = paths('"src/**": core\n"ui/**": ui\n"test/**": null\n')
    const collected = await size.read(await openGitDiff('v0..', () => undefined), context, {
      git: true,
      components,
    })
    expect(collected.facts).toMatchObject([
      {
        // 20:00 UTC is the next day in Tokyo.
        data: { component: 'core', asOf: '2026-11-19', ksloc: { added: 0, modified: 0.001, deleted: 0 } },
        occurredAt: '2026-11-18T20:00:00.000Z',
      },
      { data: { component: 'ui', ksloc: { added: 0, modified: 0, deleted: 0 } } },
    ])
    expect(collected.facts[0]?.data).toMatchObject({ counter: { name: 'git diff, lines not blank' } })
    expect(warningCodes(collected)).toEqual(['ROWS_LEFT_OUT'])
    const again = await openGitDiff('v0..', () => undefined)
    expect(again.digest).toBe((await openGitDiff('v0..v1', () => undefined)).digest)
  })

  test.each([
    ['a name of nothing', 'nowhere', 'TOOL_FAILED'],
    ['an unknown commit', 'v0..nowhere', 'TOOL_FAILED'],
    ['an option', '--output=x..HEAD', 'TOOL_FAILED'],
  ])('%s is refused', async (_name, range, code) => {
    repository({ a: 'a\n' })
    expect(
      await outcomeOf(openGitDiff(range, () => undefined).then(() => ({ facts: [], warnings: [] }))),
    ).toBe(code)
  })

  test('a difference that ends in a hunk is refused', async () => {
    const text = 'git version 2\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n'
    expect(await outcomeOf(size.read(memoryReport(text), context, { git: true }))).toBe('TRUNCATED')
  })
})
