import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Collected } from '../../../ingest/collectors/collector.ts'
import { sarif } from '../../../ingest/collectors/sarif/sarif.ts'
import { memoryReport, outcomeOf, warningCodes, WRITTEN } from '../../helpers/reports.ts'
import { context, fixture } from '../../helpers/tables.ts'

const succeeded = { toolSucceeded: true, root: '/build/shop' }
const kinds = ({ facts }: Collected) => facts.map(({ kind }) => kind)
const found = ({ facts }: Collected) =>
  facts.filter((fact) => fact.kind === 'vulnerability.reported').map(({ data }) => data)

const result = (more: object = {}) => ({ ruleId: 'r1', message: { text: 'bad' }, ...more })
const log = (results: unknown, run: object = {}) => ({
  version: '2.1.0',
  runs: [
    {
      tool: { driver: { name: 'tool' } },
      invocations: [{ executionSuccessful: true, endTimeUtc: '2026-11-20T01:00:00Z' }],
      results,
      ...run,
    },
  ],
})
const read = (document: unknown, options = {}) =>
  sarif.read(memoryReport(JSON.stringify(document)), context, options)

test('bandit 1.9.4: a run that succeeded, with three findings', async () => {
  const collected = await sarif.read(await fixture('sarif/bandit.sarif'), context, { asset: 'shop-web' })
  expect(kinds(collected)).toEqual(['scan.completed', ...Array<string>(3).fill('vulnerability.reported')])
  expect(collected.facts[0]).toMatchObject({
    occurredAt: '2026-11-22T18:50:44.000Z',
    data: { asset: 'shop-web', scanner: { name: 'Bandit' }, succeeded: true },
  })
  expect(found(collected).map(({ severity, state }) => `${severity} ${state}`)).toEqual([
    'low open',
    'low open',
    'high open',
  ])
  expect(collected.warnings).toEqual([])
})

test('trivy 0.59.1: severities by the score of the rule', async () => {
  const collected = await sarif.read(await fixture('sarif/trivy.sarif'), context, succeeded)
  expect(found(collected).map(({ severity }) => severity)).toEqual(['critical', 'medium'])
  expect(found(collected).map(({ asset }) => asset)).toEqual([context.project, context.project])
})

test('eslint 8.57.1: what is suppressed in the source is accepted, with a warning', async () => {
  const collected = await sarif.read(await fixture('sarif/eslint-order.sarif'), context, succeeded)
  expect(found(collected).map(({ severity, state }) => `${severity} ${state}`)).toEqual([
    'medium open',
    'high open',
    'high accepted',
  ])
  expect(collected.facts.map(({ because }) => because)).toContain('runs[0].results[1] no-eval src/order.js:4')
  expect(warningCodes(collected)).toEqual(['TIME_OF_FILE', 'SUPPRESSED_FINDINGS'])
})

test('eslint: no results and no word of success is clean only when the caller saw the exit code', async () => {
  const clean = await fixture('sarif/eslint-clean.sarif')
  expect(await outcomeOf(sarif.read(clean, context, {}))).toBe('SUCCESS_NOT_STATED')
  expect(kinds(await sarif.read(clean, context, succeeded))).toEqual(['scan.completed'])
})

test('eslint: a file that could not be parsed has no results either, and is refused whoever vouches', async () => {
  const broken = await fixture('sarif/eslint-broken.sarif')
  expect(await outcomeOf(sarif.read(broken, context, succeeded))).toBe('TOOL_FAILED')
})

test('absolute paths are told relative to the root; outside of it, with a warning', async () => {
  const report = await fixture('sarif/eslint-order.sarif')
  const here = await sarif.read(report, context, succeeded)
  const moved = memoryReport(
    readFileSync(report.path, 'utf8').replaceAll('/build/shop/', '/home/other/checkout/'),
  )
  const there = await sarif.read(moved, context, { toolSucceeded: true, root: '/home/other/checkout/' })
  const ids = (collected: Collected) => found(collected).map(({ vulnerability }) => vulnerability)
  expect(ids(there)).toEqual(ids(here))
  const outside = await sarif.read(moved, context, { toolSucceeded: true, root: '/elsewhere' })
  expect(ids(outside)).not.toEqual(ids(here))
  expect(warningCodes(outside)).toContain('ABSOLUTE_PATHS')
})

test('a finding keeps its id when lines are put above it, and two that are alike have two', async () => {
  const at = (startLine: number) =>
    result({
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'a.js' },
            region: { startLine, snippet: { text: 'eval(x)' } },
          },
        },
      ],
    })
  const before = found(await read(log([at(3), at(9)])))
  const after = found(await read(log([at(5), at(11)])))
  expect(after.map(({ vulnerability }) => vulnerability)).toEqual(
    before.map(({ vulnerability }) => vulnerability),
  )
  expect(new Set(before.map(({ vulnerability }) => vulnerability)).size).toBe(2)
})

test('the order of other findings does not change an id', async () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(names, async (messages) => {
      const all = messages.map((text) => result({ message: { text } }))
      const ids = async (results: unknown[]) =>
        found(await read(log(results)))
          .map(({ vulnerability }) => vulnerability)
          .sort()
      expect(await ids([...all].reverse())).toEqual(await ids(all))
    }),
    { numRuns: 50 },
  )
})

test.each([
  [{}, 'medium open'],
  [{ level: 'error' }, 'high open'],
  [{ level: 'note' }, 'low open'],
  [{ kind: 'review' }, 'none open'],
  [{ properties: { 'security-severity': '9.0' } }, 'critical open'],
  [{ properties: { 'security-severity': '8.9' } }, 'high open'],
  [{ properties: { 'security-severity': '0.0' } }, 'none open'],
  [{ baselineState: 'absent' }, 'medium fixed'],
  [{ baselineState: 'unchanged' }, 'medium open'],
  [{ suppressions: [{ kind: 'external' }] }, 'medium accepted'],
  [{ suppressions: [{ kind: 'external', status: 'underReview' }] }, 'medium open'],
  [{ suppressions: [{ status: 'accepted' }, { status: 'rejected' }] }, 'medium open'],
  [{ suppressions: [] }, 'medium open'],
])('a result %j is %s', async (more, expected) => {
  const [data] = found(await read(log([result(more)])))
  expect(`${data?.severity} ${data?.state}`).toBe(expected)
})

test('what finds nothing is no finding', async () => {
  const passed = ['pass', 'notApplicable', 'informational'].map((kind) => result({ kind }))
  expect(kinds(await read(log(passed)))).toEqual(['scan.completed'])
})

test('the level of the rule holds where the result has none', async () => {
  const driver = { name: 'tool', rules: [{ id: 'r1', defaultConfiguration: { level: 'error' } }] }
  expect(found(await read(log([result()], { tool: { driver } })))[0]?.severity).toBe('high')
})

test('errors that the tool told of are told on', async () => {
  const invocations = [
    {
      executionSuccessful: true,
      toolExecutionNotifications: [{ level: 'error', message: { text: 'cannot parse b.js' } }],
    },
  ]
  const collected = await read(log([], { invocations }))
  expect(collected.warnings).toContainEqual({
    code: 'TOOL_ERRORS_TOLD',
    line: null,
    detail: '1: cannot parse b.js',
  })
  expect(collected.facts[0]?.occurredAt).toBe(WRITTEN)
})

test.each([
  ['no SARIF', { results: [] }, 'NOT_THIS_FORMAT'],
  ['a list', [], 'NOT_THIS_FORMAT'],
  ['another version', { version: '2.2', runs: [] }, 'UNSUPPORTED_VERSION'],
  ['no run', { version: '2.1.0', runs: [] }, 'NOTHING_SCANNED'],
  ['a run without results', log(undefined), 'MISSING_FIELD'],
  ['results that are null', log(null), 'MISSING_FIELD'],
  ['results in other files', log([], { externalPropertyFileReferences: { results: [{}] } }), 'MISSING_FIELD'],
  ['a result without rule', log([{ message: { text: 'x' } }]), 'MISSING_FIELD'],
  ['a level that there is not', log([result({ level: 'fatal' })]), 'MALFORMED'],
  ['a score beyond 10', log([result({ properties: { 'security-severity': '11' } })]), 'INVALID_VALUE'],
  [
    'one run of two that failed',
    {
      version: '2.1.0',
      runs: [...log([]).runs, ...log([], { invocations: [{ executionSuccessful: false }] }).runs],
    },
    'TOOL_FAILED',
  ],
])('%s is refused whole', async (_, document, code) => {
  expect(await outcomeOf(read(document, succeeded))).toBe(code)
})

test('a log that was cut off, or is in another encoding, is refused', async () => {
  const whole = readFileSync((await fixture('sarif/bandit.sarif')).path)
  expect(await outcomeOf(sarif.read(memoryReport(whole.subarray(0, 3000)), context, {}))).toBe('MALFORMED')
  const latin = Buffer.from(JSON.stringify(log([result({ message: { text: 'é' } })])), 'latin1')
  expect(await outcomeOf(sarif.read(memoryReport(latin), context, {}))).toBe('WRONG_ENCODING')
})
