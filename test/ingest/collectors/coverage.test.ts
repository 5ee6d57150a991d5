import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readComponentPaths } from '../../../ingest/collectors/component-paths.ts'
import { coverage, type CoverageOptions } from '../../../ingest/collectors/coverage/coverage.ts'
import { memoryReport, outcomeOf, warningCodes, WRITTEN } from '../../helpers/reports.ts'
import { context, fixture } from '../../helpers/tables.ts'

const read = (text: string | Buffer, options: CoverageOptions = {}) =>
  coverage.read(memoryReport(text), context, options)
const paths = (yaml: string) => readComponentPaths(yaml, 'components.yaml')

describe('reports of real tools', () => {
  // The numbers are what the tools themselves printed: test/fixtures/reports/README.md.
  test.each([
    ['coverage-py.lcov', [9, 11], [2, 4], 'lcov', ['TIME_OF_FILE']],
    ['coverage-py-cobertura.xml', [9, 11], [2, 4], 'cobertura', []],
    ['vitest-v8.lcov', [4, 5], [1, 4], 'lcov', ['TIME_OF_FILE']],
    ['vitest-v8-cobertura.xml', [4, 5], [1, 4], 'cobertura', []],
    ['jacoco-cart.xml', [5, 6], [1, 4], 'JaCoCo', []],
    ['jacoco-aggregate.xml', [6, 9], [1, 8], 'JaCoCo', []],
  ])('%s', async (name, lines, branches, tool, warnings) => {
    const collected = await coverage.read(await fixture(`coverage/${name}`), context, {})
    expect(collected.facts).toMatchObject([
      {
        kind: 'coverage.measured',
        data: {
          phase: 'it',
          lines: { covered: lines[0], total: lines[1] },
          branches: { covered: branches[0], total: branches[1] },
          tool: { name: tool },
        },
      },
    ])
    expect(warningCodes(collected)).toEqual(warnings)
  })

  test('the modules of an aggregated report are told apart by the paths of their groups', async () => {
    const components = paths('"cart/**": core\n"price/**/*.java": ui\n')
    const { facts } = await coverage.read(await fixture('coverage/jacoco-aggregate.xml'), context, {
      components,
    })
    expect(facts).toMatchObject([
      { data: { component: 'core', lines: { covered: 5, total: 6 }, branches: { covered: 1, total: 4 } } },
      { data: { component: 'ui', lines: { covered: 1, total: 3 }, branches: { covered: 0, total: 4 } } },
    ])
  })

  test('reports of two modules are added up to what their aggregated report says', async () => {
    const parts = await Promise.all(
      ['cart', 'price'].map(async (name) =>
        coverage.read(await fixture(`coverage/jacoco-${name}.xml`), context, {}),
      ),
    )
    expect(
      coverage.conclude?.(
        parts.flatMap(({ facts }) => facts),
        context,
        {},
      ),
    ).toMatchObject([{ data: { lines: { covered: 6, total: 9 }, branches: { covered: 1, total: 8 } } }])
  })
})

describe('lcov', () => {
  test('wherever a piece of the file ends, it says the same', async () => {
    const bytes = readFileSync(new URL('../../fixtures/reports/coverage/vitest-v8.lcov', import.meta.url))
    const { facts } = await read(bytes)
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const open = async function* () {
        yield await Promise.resolve(bytes.subarray(0, cut))
        yield bytes.subarray(cut)
      }
      const report = { ...memoryReport(bytes), open }
      expect((await coverage.read(report, context, {})).facts, `cut after ${cut} bytes`).toEqual(facts)
    }
  })

  const record = (path: string, lines: string) => `SF:${path}\n${lines}\nend_of_record\n`

  test('a file with a record for each test is one file: what one of them reached is reached', async () => {
    const text = `TN:a\n${record('a.c', 'DA:1,1\nDA:2,0')}TN:b\n${record('a.c', 'DA:1,0\nDA:2,3\nDA:3,0')}`
    const { facts, claims } = await read(text)
    expect(facts).toMatchObject([{ data: { lines: { covered: 2, total: 3 } } }])
    expect(facts[0]?.data).not.toHaveProperty('branches')
    expect(claims).toEqual([':a.c'])
  })

  // As @vitest/coverage-v8 4.1.12 wrote of this repository: "BRDA:…,-280".
  test('counts below 0 are not reached, and told', async () => {
    const { facts, warnings } = await read(record('a.c', 'DA:1,-2\nDA:2,1\nBRDA:2,0,0,-280\nBRDA:2,0,1,3'))
    expect(facts).toMatchObject([
      { data: { lines: { covered: 1, total: 2 }, branches: { covered: 1, total: 2 } } },
    ])
    expect(warnings).toContainEqual({ code: 'NEGATIVE_COUNTS', line: null, detail: '2' })
  })

  test('lines are counted; totals that say otherwise are told', async () => {
    const { facts, warnings } = await read(record('a.c', 'DA:1,1\nDA:2,0\nLF:10\nLH:10'))
    expect(facts).toMatchObject([{ data: { lines: { covered: 1, total: 2 } } }])
    expect(warningCodes({ warnings })).toContain('TOTALS_DISAGREE')
  })

  test.each([
    ['no end_of_record', 'SF:a\nDA:1,1\n', 'TRUNCATED'],
    ['an end_of_record cut short', 'SF:a\nDA:1,1\nend_of_rec', 'TRUNCATED'],
    ['the start of another record', `${record('a', 'DA:1,1')}TN:`, 'TRUNCATED'],
    ['a record within a record', `SF:a\nDA:1,1\n${record('b', 'DA:1,1')}`, 'MALFORMED'],
    ['a line outside every record', `TN:\nDA:1,1\n${record('b', 'DA:1,1')}`, 'MALFORMED'],
    ['a line that is no number', record('a', 'DA:x,1'), 'INVALID_VALUE'],
    ['hits that are no number', record('a', 'DA:1,1.5'), 'INVALID_VALUE'],
    ['branches that are no number', record('a', 'DA:1,1\nBRDA:1,0,0,--1'), 'INVALID_VALUE'],
    ['a line without hits', record('a', 'DA:1'), 'INVALID_VALUE'],
    ['no line at all', record('a', 'LF:0\nLH:0'), 'EMPTY'],
    [
      'a path that is not UTF-8',
      Buffer.from('53463a83650a44413a312c310a656e645f6f665f7265636f72640a', 'hex'),
      'WRONG_ENCODING',
    ],
    ['another format', '{"a": 1}', 'NOT_THIS_FORMAT'],
  ])('%s is refused', async (_name, text, code) => {
    expect(await outcomeOf(read(text))).toBe(code)
  })

  test('counts are those of a plain sum, whatever the records', async () => {
    const lines = fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 3 })), {
      selector: ([number]) => number,
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(fc.array(lines, { minLength: 1, maxLength: 5 }), async (files) => {
        const text = files
          .map((file, i) => record(`f${i}`, file.map(([number, hits]) => `DA:${number},${hits}`).join('\n')))
          .join('')
        const all = files.flat()
        const { facts } = await read(text)
        const covered = all.filter(([, hits]) => hits > 0).length
        expect(facts).toMatchObject([{ data: { lines: { covered, total: all.length } } }])
      }),
      { numRuns: 50 },
    )
  })
})

describe('Cobertura', () => {
  const line = (number: number, hits: number, more = '') =>
    `<line number="${number}" hits="${hits}" ${more}/>`
  const cls = (file: string, lines: string) =>
    `<class name="n" filename="${file}"><methods><method><lines>${line(99, 0)}</lines></method></methods><lines>${lines}</lines></class>`
  const report = (classes: string, attributes = '') =>
    `<coverage line-rate="1" timestamp="1795000000" ${attributes}><packages><package><classes>${classes}</classes></package><package><classes/></package></packages></coverage>`

  test('empty <classes/>, lines of methods and a time in seconds', async () => {
    const { facts, warnings } = await read(report(cls('a.c', line(1, 1) + line(2, 0))))
    expect(facts).toMatchObject([
      { data: { lines: { covered: 1, total: 2 } }, occurredAt: new Date(1_795_000_000_000).toISOString() },
    ])
    expect(warnings).toEqual([])
  })

  test('classes of one file share its lines', async () => {
    const both = cls('a.c', line(1, 0) + line(2, 0)) + cls('a.c', line(2, 5) + line(3, 0))
    expect((await read(report(both))).facts).toMatchObject([{ data: { lines: { covered: 1, total: 3 } } }])
  })

  test.each([
    ['a branch without its conditions', report(cls('a.c', line(1, 1, 'branch="true"'))), 'MISSING_FIELD'],
    ['a class without a file', report('<class><lines/></class>'), 'MISSING_FIELD'],
    ['hits below zero', report(cls('a.c', line(1, -1))), 'INVALID_VALUE'],
    ['no line', report(''), 'EMPTY'],
    ['Clover', '<coverage generated="1"><project/></coverage>', 'NOT_THIS_FORMAT'],
    ['JUnit', '<testsuites/>', 'NOT_THIS_FORMAT'],
    ['entities', `<!DOCTYPE coverage [<!ENTITY a "b">]>${report('')}`, 'ENTITIES_NOT_ALLOWED'],
  ])('%s is refused', async (_name, text, code) => {
    expect(await outcomeOf(read(text))).toBe(code)
  })
})

describe('JaCoCo', () => {
  const source = '<sourcefile name="A.java"><line nr="1" mi="0" ci="2" mb="0" cb="0"/></sourcefile>'
  const head =
    '<?xml version="1.0"?><!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd"><report name="r">'

  test('packages without classes, groups in groups, no session', async () => {
    const text = `${head}<group name="g"><package name="p"/><group name="h"><package name="p">${source}</package></group></group></report>`
    const { facts, claims, warnings } = await read(text)
    expect(facts).toMatchObject([
      { data: { lines: { covered: 1, total: 1 }, branches: { total: 0 } }, occurredAt: WRITTEN },
    ])
    expect(claims).toEqual(['r:g/h/p/A.java'])
    expect(warningCodes({ warnings })).toEqual(['TIME_OF_FILE'])
  })

  test('a counter of the whole that says otherwise is told', async () => {
    const text = `${head}<package name="p">${source}</package><counter type="LINE" missed="3" covered="9"/></report>`
    const { facts, warnings } = await read(text)
    expect(facts).toMatchObject([{ data: { lines: { covered: 1, total: 1 } } }])
    expect(warnings.find(({ code }) => code === 'TOTALS_DISAGREE')?.detail).toContain(
      'declares 12, counted 1',
    )
  })

  test('a line without its counts is refused', async () => {
    const text = `${head}<package name="p"><sourcefile name="A"><line nr="1"/></sourcefile></package></report>`
    expect(await outcomeOf(read(text))).toBe('INVALID_VALUE')
  })
})

describe('components by path', () => {
  const text = 'SF:./src/core/a.ts\nDA:1,1\nend_of_record\nSF:src/ui/b.ts\nDA:1,0\nend_of_record\n'

  test('the first pattern that fits says where a file belongs; null leaves it out, and that is told', async () => {
    const { facts, warnings } = await read(text, {
      components: paths('"src/ui/**": null\n"**/*.ts": core\nx: other\n'),
    })
    expect(facts).toMatchObject([{ data: { component: 'core', lines: { covered: 1, total: 1 } } }])
    expect(warningCodes({ warnings })).toEqual(['COMPONENT_WITHOUT_FILES', 'ROWS_LEFT_OUT', 'TIME_OF_FILE'])
  })

  test('a file that nobody claims is refused, not left out', async () => {
    expect(await outcomeOf(read(text, { components: paths('"src/ui/**": ui') }))).toBe('UNMAPPED_VALUE')
  })

  test.each([
    ['src/*', 'src/a', true],
    ['src/*', 'src/a/b', false],
    ['src/**', 'src/a/b', true],
    ['**/*.ts', 'a.ts', true],
    ['**/*.ts', 'x/y/a.ts', true],
    ['**/test/**', 'a/test/b/c', true],
    ['a.ts', 'aXts', false],
    ['?.ts', 'a.ts', true],
    ['./src/a', 'src\\a', true],
    ['(a|b)', 'a', false],
    ['日本/**', '日本/語.ts', true],
  ])('%s and %s', (pattern, path, fits) => {
    const { componentOf } = paths(`${JSON.stringify(pattern)}: yes-it-is\n"**": other\n`)
    expect(componentOf(path) === 'yes-it-is').toBe(fits)
  })

  test.each(['- a', 'a: 1', 'a: {b: c}', '{}: {'])('a file that is no mapping is a mistake: %s', (yaml) => {
    expect(() => paths(yaml)).toThrow(/components\.yaml:\d+/)
  })
})

test.each([
  'coverage-py-cobertura.xml',
  'jacoco-aggregate.xml',
  'vitest-v8-cobertura.xml',
  'coverage-py.lcov',
])('%s, cut at every 20th byte: refused, or whole records of lcov', async (name) => {
  const bytes = readFileSync(new URL(`../../fixtures/reports/coverage/${name}`, import.meta.url))
  const end = bytes.toString('latin1').trimEnd().length
  for (let length = 1; length < end; length += 20) {
    const outcome = await outcomeOf(read(bytes.subarray(0, length)))
    const isWholeRecords = /end_of_record\s*$/.test(bytes.toString('latin1', 0, length))
    if (!isWholeRecords) expect(outcome).toBeTypeOf('string')
  }
})
