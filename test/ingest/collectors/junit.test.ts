import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { junit, type JunitOptions } from '../../../ingest/collectors/junit/junit.ts'
import { toEvent } from '../../../ingest/collectors/event.ts'
import { memoryReport, outcomeOf, warningCodes, WRITTEN } from '../../helpers/reports.ts'
import { context, fixture } from '../../helpers/tables.ts'

const read = (text: string | Buffer, options: JunitOptions = {}) =>
  junit.read(memoryReport(text), context, options)
const countsOf = async (text: string | Buffer, options: JunitOptions = {}) => {
  const { facts, warnings } = await read(text, options)
  const data = facts[0]?.data as { total: number; passed: number } | undefined
  return { ...data, warnings: warningCodes({ warnings }) }
}
const suite = (attributes: string, inner: string) => `<testsuite name="s" ${attributes}>${inner}</testsuite>`
const passed = (name: string) => `<testcase classname="c" name="${name}"/>`
const failed = (name: string) => `<testcase classname="c" name="${name}"><failure>why</failure></testcase>`

describe('reports of real tools', () => {
  // What each tool printed at the end of the run is in test/fixtures/reports/README.md.
  test.each([
    ['vitest', { total: 7, passed: 5, failed: 1, errors: 0, skipped: 1, flaky: 0 }, []],
    // A `todo` is written like a case that passed, and not counted in the suite's own total.
    [
      'jest-junit',
      { total: 4, passed: 2, failed: 1, errors: 0, skipped: 1 },
      ['TIME_WITHOUT_ZONE', 'TOTALS_DISAGREE'],
    ],
    ['node-test', { total: 4, passed: 2, failed: 1, errors: 0, skipped: 1 }, ['TIME_OF_FILE']],
    // A rerun is written as a passed case of the same name; the suite declares 9.
    ['pytest-rerunfailures', { total: 9, passed: 5, failed: 1, errors: 1, skipped: 2 }, ['REPEATED_CASES']],
    // Surefire declares 2 tests for the 5 that it writes.
    [
      'surefire-rerun',
      { total: 5, passed: 2, failed: 1, errors: 1, skipped: 1, flaky: 1 },
      ['TOTALS_DISAGREE', 'TIME_OF_FILE'],
    ],
    // Both write a disabled test with an attribute alone.
    ['googletest', { total: 6, passed: 3, failed: 1, errors: 0, skipped: 2 }, ['TIME_WITHOUT_ZONE']],
    ['ctest', { total: 6, passed: 3, failed: 1, errors: 0, skipped: 2 }, ['TIME_WITHOUT_ZONE']],
    ['gotestsum-rerun', { total: 9, passed: 5, failed: 3, errors: 0, skipped: 1 }, ['REPEATED_CASES']],
  ])('%s', async (name, counts, warnings) => {
    const report = await fixture(`junit/${name}.xml`)
    const collected = await junit.read(report, context, {})
    expect(collected.facts[0]?.data).toMatchObject(counts)
    expect(warningCodes(collected)).toEqual(warnings)
    const reader = { collector: 'junit', version: '1', project: 'p' }
    const again = await junit.read(await fixture(`junit/${name}.xml`), context, {})
    const ids = [collected, again].map(({ facts }) => facts.map((fact) => toEvent(fact, report, reader).id))
    expect(ids[0]).toEqual(ids[1])
  })

  test('tries that gotestsum writes as cases are one case when that is asked for', async () => {
    const { facts } = await junit.read(await fixture('junit/gotestsum-rerun.xml'), context, {
      repeated: 'retries',
    })
    expect(facts[0]?.data).toMatchObject({ total: 7, passed: 5, failed: 1, skipped: 1 })
  })
})

describe('counts', () => {
  test('nested suites are added up, whether a parent declares its own cases or all', async () => {
    const inner = suite('tests="2"', passed('b') + failed('c'))
    const all = `<testsuites>${suite('tests="3" failures="1"', passed('a') + inner)}</testsuites>`
    const own = `<testsuites>${suite('tests="1" failures="0"', passed('a') + inner)}</testsuites>`
    const wrong = `<testsuites>${suite('tests="7"', passed('a') + inner)}</testsuites>`
    for (const text of [all, own]) {
      expect(await countsOf(text)).toMatchObject({ total: 3, failed: 1, warnings: ['TIME_OF_FILE'] })
    }
    expect(await countsOf(wrong)).toMatchObject({ total: 3, warnings: ['TOTALS_DISAGREE', 'TIME_OF_FILE'] })
  })

  test('a <testsuite> may be the root', async () => {
    expect(await countsOf(suite('', passed('a')))).toMatchObject({ total: 1, passed: 1 })
  })

  test.each([
    ['<failure/>', { failed: 1, passed: 0, flaky: 0 }],
    ['<error/>', { errors: 1, passed: 0 }],
    ['<failure/><error/>', { errors: 1, failed: 0 }],
    ['<skipped/>', { skipped: 1, passed: 0 }],
    ['<flakyFailure/>', { passed: 1, flaky: 1 }],
    ['<flakyError/><flakyFailure/>', { passed: 1, flaky: 1 }],
    ['<failure/><rerunFailure/><rerunError/>', { failed: 1, errors: 0, total: 1 }],
    ['<error/><rerunError/>', { errors: 1, failed: 0, total: 1 }],
    ['<rerunFailure/>', { failed: 1, passed: 0 }],
    ['<system-out><failure/></system-out>', { passed: 1 }],
  ])('a case with %s', async (inside, counts) => {
    expect(await countsOf(suite('', `<testcase name="a">${inside}</testcase>`))).toMatchObject(counts)
  })

  test.each([
    ['notrun', { skipped: 1, passed: 0 }],
    ['disabled', { skipped: 1, passed: 0 }],
    ['failed', { failed: 1, passed: 0 }],
    ['run', { passed: 1 }],
  ])('a case without elements and of status %s', async (status, counts) => {
    expect(await countsOf(suite('', `<testcase name="a" status="${status}"/>`))).toMatchObject(counts)
  })

  test('entries of one name: tries where the declared total says so, cases otherwise', async () => {
    const entries = failed('a') + failed('a') + passed('a') + passed('b')
    expect(await countsOf(suite('tests="2"', entries))).toMatchObject({
      total: 2,
      passed: 2,
      failed: 0,
      flaky: 1,
    })
    for (const attributes of ['tests="4"', '']) {
      const cases = await countsOf(suite(attributes, entries))
      expect(cases).toMatchObject({ total: 4, passed: 2, failed: 2, flaky: 0 })
      expect(cases.warnings).toContain('REPEATED_CASES')
      const tries = await countsOf(suite(attributes, entries), { repeated: 'retries' })
      expect(tries).toMatchObject({ total: 2, passed: 2, failed: 0, flaky: 1 })
    }
  })

  test('of tries the last decides: a success and then a failure is a failure', async () => {
    expect(await countsOf(suite('tests="1"', passed('a') + failed('a')))).toMatchObject({
      total: 1,
      failed: 1,
    })
  })

  test('more warnings than anybody reads end with one that says so', async () => {
    const { warnings } = await countsOf(
      `<testsuites>${suite('tests="9"', passed('a')).repeat(30)}</testsuites>`,
    )
    expect(warnings.filter((code) => code === 'TOTALS_DISAGREE')).toHaveLength(20)
    expect(warnings.filter((code) => code === 'FURTHER_WARNINGS')).toHaveLength(1)
  })
})

test.each(['<testsuites/>', suite('tests="0"', ''), suite('tests="5"', '')])(
  'a report without a case tells no run, and says so: %s',
  async (text) => {
    const { facts, warnings } = await read(text)
    expect(facts).toEqual([])
    expect(warningCodes({ warnings })).toContain('NO_CASES')
  },
)

test('what all reports say of a phase is told only of cases; without one nothing is', async () => {
  const { facts } = await read(suite('', passed('a') + failed('b')))
  const options = { cumulative: true, planned: 5 }
  expect(junit.conclude?.(facts, context, options)).toMatchObject([
    { kind: 'tests.reported', data: { phase: 'it', planned: 5, executed: 2, passed: 1, failed: 1 } },
  ])
  expect(junit.conclude?.([], context, options)).toEqual([])
})

describe('times', () => {
  test.each([
    ['2026-11-20T10:00:00', '2026-11-20T01:00:00.000Z', ['TIME_WITHOUT_ZONE']],
    ['2026-11-20T10:00:00Z', '2026-11-20T10:00:00.000Z', []],
    ['2026-11-20T10:00:00+09:00', '2026-11-20T01:00:00.000Z', []],
  ])('the timestamp %s', async (timestamp, startedAt, warnings) => {
    const { facts, warnings: told } = await read(suite(`timestamp="${timestamp}" time="90"`, passed('a')))
    const finishedAt = new Date(Date.parse(startedAt) + 90_000).toISOString()
    expect(facts[0]).toMatchObject({
      data: { startedAt, finishedAt, durationSeconds: 90 },
      occurredAt: finishedAt,
    })
    expect(warningCodes({ warnings: told })).toEqual(warnings)
  })

  // The file is of 03:00:00.
  test.each([
    ['02:59:50', 10, '03:00:00', []],
    ['02:59:50', 11, '03:00:00', []],
    ['02:59:50', 13, '03:00:00', ['TIME_AFTER_FILE']],
    ['03:00:00', 330, '03:00:00', ['TIME_AFTER_FILE']],
    ['03:00:01', 5, '03:00:06', []],
    ['02:00:00', 60, '02:01:00', []],
  ])(
    'a run of %s that took %d s did not end after its report was written',
    async (start, time, end, told) => {
      const { facts, warnings } = await read(
        suite(`timestamp="2026-11-20T${start}Z" time="${time}"`, passed('a')),
      )
      expect(facts[0]).toMatchObject({
        occurredAt: `2026-11-20T${end}.000Z`,
        data: { durationSeconds: time },
      })
      expect(warningCodes({ warnings })).toEqual(told)
    },
  )

  test('a report without a time is of the time of its file', async () => {
    const { facts, warnings } = await read(suite('timestamp="yesterday"', passed('a')))
    expect(facts[0]?.data).toMatchObject({ finishedAt: WRITTEN })
    expect(warningCodes({ warnings })).toEqual(['TIME_OF_FILE'])
  })

  test.each([
    ['1,234.5', 1234.5],
    ['0.25', 0.25],
    ['1e-3', 0.001],
    ['1.234,5', undefined],
    ['0,5', undefined],
    ['-1', undefined],
  ])('time="%s"', async (time, seconds) => {
    const { facts } = await read(suite(`time="${time}"`, passed('a')))
    expect(facts[0]?.data).toHaveProperty('run')
    expect((facts[0]?.data as { durationSeconds?: number }).durationSeconds).toBe(seconds)
  })
})

describe('bad input is refused whole', () => {
  const bomb = `<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${suite('', '&b;')}`
  test.each([
    ['a bomb of entities', bomb, 'ENTITIES_NOT_ALLOWED'],
    [
      'an external entity',
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${suite('', '&x;')}`,
      'ENTITIES_NOT_ALLOWED',
    ],
    ['an entity of an external type', `<!DOCTYPE a SYSTEM "http://x/a.dtd">${suite('', '&x;')}`, 'MALFORMED'],
    ['another format', '<coverage/>', 'NOT_THIS_FORMAT'],
    ['text', 'ok 1 - passed', 'MALFORMED'],
    ['a case outside every suite', `<testsuites>${passed('a')}</testsuites>`, 'MALFORMED'],
    ['two documents', suite('', passed('a')).repeat(2), 'MALFORMED'],
    ['nesting without end', '<testsuite>'.repeat(300), 'TOO_DEEP'],
    [
      'bytes of Shift_JIS without saying so',
      Buffer.from('3c746573747375697465206e616d653d2283658322', 'hex'),
      'WRONG_ENCODING',
    ],
    [
      'an encoding that does not exist',
      `<?xml version="1.0" encoding="klingon"?>${suite('', passed('a'))}`,
      'WRONG_ENCODING',
    ],
  ])('%s', async (_name, text, code) => {
    expect(await outcomeOf(read(text))).toBe(code)
  })

  test('Shift_JIS that says so is read', async () => {
    const head = Buffer.from('<?xml version="1.0" encoding="Shift_JIS"?><testsuite name="')
    const body = Buffer.concat([
      head,
      Buffer.from('83658358 8367'.replace(' ', ''), 'hex'),
      Buffer.from(`">${passed('a')}</testsuite>`),
    ])
    const { facts } = await read(body)
    expect(facts[0]?.data).toMatchObject({ suite: 'テスト' })
  })

  test.each([
    'vitest',
    'pytest-rerunfailures',
    'surefire-rerun',
    'node-test',
    'gotestsum-rerun',
    'jest-junit',
  ])('%s, cut at every 10th byte: refused, or the very same counts', async (name) => {
    const bytes = readFileSync(new URL(`../../fixtures/reports/junit/${name}.xml`, import.meta.url))
    const whole = await read(bytes)
    const end = bytes.toString('latin1').lastIndexOf('>')
    for (let length = 1; length < bytes.length; length += 10) {
      const outcome = await outcomeOf(read(bytes.subarray(0, length)))
      if (length <= end) expect(outcome).toBeTypeOf('string')
      else
        expect(outcome).toMatchObject({
          facts: [{ data: { total: (whole.facts[0]?.data as { total: number }).total } }],
        })
    }
  })
})

test('300,000 cases are counted', async () => {
  const cases = Array.from({ length: 300_000 }, (_, i) => (i % 100 === 0 ? failed(`t${i}`) : passed(`t${i}`)))
  expect(await countsOf(suite('tests="300000" failures="3000"', cases.join('')))).toMatchObject({
    total: 300_000,
    passed: 297_000,
    failed: 3000,
    warnings: ['TIME_OF_FILE'],
  })
})
