import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ctrf } from '../../../ingest/collectors/ctrf/ctrf.ts'
import { memoryReport, outcomeOf, warningCodes, WRITTEN } from '../../helpers/reports.ts'
import { context, fixture } from '../../helpers/tables.ts'

const statuses = ['passed', 'failed', 'skipped', 'pending', 'other']
const summary = {
  tests: 5,
  passed: 1,
  failed: 1,
  skipped: 1,
  pending: 1,
  other: 1,
  start: 1_795_000_000_000,
  stop: 1_795_000_009_500,
}
const report = {
  reportFormat: 'CTRF',
  specVersion: '1.0.0',
  results: {
    tool: { name: 't' },
    summary,
    tests: statuses.map((status) => ({ name: status, status, duration: 1 })),
  },
}
const read = (document: unknown) => ctrf.read(memoryReport(JSON.stringify(document)), context, {})

test('jest, CTRF 0.0.0: a todo is `other`, which is no outcome', async () => {
  const collected = await ctrf.read(await fixture('ctrf/jest.json'), context, {})
  expect(collected.facts).toMatchObject([
    { data: { suite: 'jest', total: 4, passed: 1, failed: 1, skipped: 2, flaky: 0, durationSeconds: 0.207 } },
  ])
  expect(warningCodes(collected)).toEqual(['CASES_WITHOUT_OUTCOME'])
})

test('pytest, CTRF 1.0.0: a rerun that passed is flaky', async () => {
  const collected = await ctrf.read(await fixture('ctrf/pytest.json'), context, { run: 'ci-7' })
  expect(collected.facts).toMatchObject([
    { data: { suite: 'pytest', total: 9, passed: 5, failed: 2, skipped: 2, flaky: 1 } },
  ])
  expect(collected.facts[0]?.data).toHaveProperty('run', expect.stringMatching(/^ci-7\/.*pytest\.json$/))
  expect(warningCodes(collected)).toEqual([])
})

test('cases are counted, and a summary that says otherwise is told', async () => {
  const lying = {
    ...report,
    results: { ...report.results, summary: { ...summary, tests: 900, passed: 900 } },
  }
  const collected = await read(lying)
  expect(collected.facts).toMatchObject([{ data: { total: 5, passed: 1, skipped: 3 } }])
  expect(collected.warnings[0]).toMatchObject({
    code: 'TOTALS_DISAGREE',
    detail: 'tests: declares 900, counted 5; passed: declares 900, counted 1',
  })
})

test('a report without cases tells no run; one without times is of the time of its file', async () => {
  const none = await read({ ...report, results: { ...report.results, tests: [] } })
  expect(none.facts).toEqual([])
  expect(warningCodes(none)).toEqual(['TOTALS_DISAGREE', 'NO_CASES'])
  const untimed = { ...report.results, summary: { ...summary, start: 0, stop: 0 } }
  const { facts, warnings } = await read({ ...report, results: untimed })
  expect(facts[0]?.occurredAt).toBe(WRITTEN)
  expect(facts[0]?.data).not.toHaveProperty('startedAt')
  expect(warningCodes({ warnings })).toContain('TIME_OF_FILE')
})

const withoutTool = { summary, tests: report.results.tests }
test.each([
  ['another format', { runs: [] }, 'NOT_THIS_FORMAT'],
  ['a later version', { ...report, specVersion: '2.0.0' }, 'UNSUPPORTED_VERSION'],
  ['no tool', { ...report, results: withoutTool }, 'MISSING_FIELD'],
  [
    'an unknown status',
    { ...report, results: { ...report.results, tests: [{ name: 'a', status: 'ok' }] } },
    'MALFORMED',
  ],
  [
    'a count below zero',
    { ...report, results: { ...report.results, summary: { ...summary, failed: -1 } } },
    'MALFORMED',
  ],
])('%s is refused', async (_name, document, code) => {
  expect(await outcomeOf(read(document))).toBe(code)
})

test('a report without a version, as from before there was one, is read', async () => {
  expect((await read({ results: report.results })).facts).toHaveLength(1)
})

test('cut anywhere it is refused', async () => {
  const bytes = readFileSync(new URL('../../fixtures/reports/ctrf/jest.json', import.meta.url))
  const end = bytes.toString().trimEnd().length
  for (let length = 1; length < end; length += 50) {
    expect(await outcomeOf(ctrf.read(memoryReport(bytes.subarray(0, length)), context, {}))).toBe('MALFORMED')
  }
})
