import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Collected } from '../../../ingest/collectors/collector.ts'
import { toEvent } from '../../../ingest/collectors/event.ts'
import { issues } from '../../../ingest/collectors/issues/issues.ts'
import { issueMapping, type Tracker } from '../../../ingest/collectors/issues/mapping.ts'
import { readSettings } from '../../../ingest/collectors/settings-file.ts'
import { memoryReport, outcomeOf, warningCodes } from '../../helpers/reports.ts'
import { context, fixture } from '../../helpers/tables.ts'

const text = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../fixtures/reports/issues/${name}`, import.meta.url)), 'utf8')
const mappingOf = (yaml: string) => readSettings(yaml, 'mapping.yaml', issueMapping)
const options = (from: Tracker, name: string) => ({ from, mapping: mappingOf(text(name)) })

const told = ({ facts }: Collected) =>
  facts
    .filter((fact) => fact.kind === 'defect.reported')
    .map(
      ({ occurredAt, data }) => `${occurredAt.slice(0, 16)} ${data.defect} ${data.status} ${data.severity}`,
    )
const dataOf = ({ facts }: Collected) =>
  facts.filter((fact) => fact.kind === 'defect.reported').map(({ data }) => data)

const jira = options('jira', 'jira.yaml')
const readJira = (document: unknown) => issues.read(memoryReport(JSON.stringify(document)), context, jira)
interface Search {
  issues: { fields: Record<string, unknown>; changelog?: { total: number } }[]
  total: number
}
const search = () => JSON.parse(text('jira-search.json')) as Search

test('Jira: each change of a defect is a fact of its own moment', async () => {
  const collected = await issues.read(await fixture('issues/jira-search.json'), context, jira)
  expect(told(collected)).toEqual([
    '2026-03-02T01:00 SHOP-12 open critical',
    '2026-03-03T02:00 SHOP-12 open critical',
    '2026-03-12T07:00 SHOP-12 fixed critical',
    '2026-03-13T00:30 SHOP-12 reopened critical',
    '2026-03-16T00:00 SHOP-12 reopened minor',
    '2026-03-20T08:00 SHOP-12 fixed minor',
    '2026-03-20T09:00 SHOP-12 closed minor',
    '2026-03-04T01:00 SHOP-13 open minor',
    '2026-03-05T01:00 SHOP-13 rejected minor',
    '2026-03-04T01:00 SHOP-14 open critical',
    '2026-03-09T01:00 SHOP-14 rejected critical',
  ])
  expect(dataOf(collected)[0]).not.toHaveProperty('component')
  expect(dataOf(collected)[6]).toMatchObject({
    title: 'Total is wrong when the order has a voucher',
    phaseFound: 'it',
    component: 'ordering',
    detectedAt: '2026-03-02T01:00:00.000Z',
    fixedAt: '2026-03-20T08:00:00.000Z',
    closedAt: '2026-03-20T09:00:00.000Z',
  })
  expect(collected.facts[4]?.because).toBe('issues[0] SHOP-12: Severity 1 - Critical → 2 - Minor')
  expect(collected.warnings).toEqual([{ code: 'ROWS_LEFT_OUT', line: null, detail: '1: Task: 1' }])
})

test('a defect that became something else is rejected as one, not forgotten', async () => {
  const collected = await issues.read(await fixture('issues/jira-search.json'), context, jira)
  expect(dataOf(collected).at(-1)).toMatchObject({ defect: 'SHOP-14', status: 'rejected' })
})

test('the same history in a later export gives the same events, although the file is another one', async () => {
  const eventsOf = async (document: unknown) => {
    const report = memoryReport(JSON.stringify(document))
    const { facts } = await issues.read(report, context, jira)
    return facts.map((fact) => toEvent(fact, report, { collector: 'issues', version: '1', project: 'p' }).id)
  }
  const later = search()
  later.issues.reverse()
  const [first, second] = [await eventsOf(search()), await eventsOf(later)]
  expect(new Set(first).size).toBe(first.length)
  expect([...second].sort()).toEqual([...first].sort())
})

test('GitHub: labels and reasons over time; a pull request is none, and a log that is absent is told', async () => {
  const github = options('github', 'github.yaml')
  const collected = await issues.read(await fixture('issues/github.json'), context, github)
  expect(told(collected)).toEqual([
    // The label of the triage a day later says what it was from the beginning.
    '2026-03-02T01:00 acme/shop#7 open critical',
    '2026-03-10T01:00 acme/shop#7 closed critical',
    '2026-03-11T01:00 acme/shop#7 reopened critical',
    // Between the two labels it is still critical.
    '2026-03-12T01:00 acme/shop#7 reopened minor',
    '2026-03-13T01:00 acme/shop#7 reopened minor',
    '2026-03-20T09:00 acme/shop#7 closed minor',
    '2026-03-10T01:00 acme/shop#9 rejected major',
  ])
  expect(dataOf(collected).map(({ title }) => title)).toContain('Total is wrong')
  expect(dataOf(collected)[0]).toMatchObject({ escaped: false })
  expect(collected.warnings).toEqual([{ code: 'HISTORY_ABSENT', line: null, detail: '1: acme/shop#9' }])
})

test('GitLab: label and state events; a label whose name is lost is a gap', async () => {
  const gitlab = options('gitlab', 'gitlab.yaml')
  const collected = await issues.read(await fixture('issues/gitlab.json'), context, gitlab)
  expect(told(collected)).toEqual([
    '2026-03-02T01:00 acme/shop#3 open critical',
    '2026-03-05T01:00 acme/shop#3 closed critical',
    '2026-03-06T01:00 acme/shop#3 reopened critical',
    '2026-03-08T01:00 acme/shop#3 reopened major',
    '2026-03-09T01:00 acme/shop#3 closed major',
  ])
  expect(dataOf(collected)[0]?.phaseFound).toBe('it')
  expect(warningCodes(collected)).toEqual(['HISTORY_INCOMPLETE'])
})

test('Redmine: ids of journals by the names that the export has, `#3` where it has none', async () => {
  const redmine = options('redmine', 'redmine.yaml')
  const collected = await issues.read(await fixture('issues/redmine.json'), context, redmine)
  expect(told(collected)).toEqual([
    '2026-03-02T01:00 #1 open critical',
    '2026-03-04T01:00 #1 fixed critical',
    '2026-03-05T01:00 #1 reopened critical',
    '2026-03-06T01:00 #1 reopened minor',
    '2026-03-10T01:00 #1 closed minor',
  ])
  expect(dataOf(collected)[0]).toMatchObject({ component: 'ordering', cause: '考慮漏れ', phaseFound: 'it' })
  expect(collected.warnings).toEqual([{ code: 'ROWS_LEFT_OUT', line: null, detail: '1: 機能: 1' }])
})

test('Jira CSV: one fact a row with its line, and what a table cannot tell is told', async () => {
  const collected = await issues.read(
    await fixture('issues/jira.csv'),
    context,
    options('jira', 'jira-csv.yaml'),
  )
  expect(told(collected)).toEqual([
    '2026-03-20T09:00 SHOP-12 closed major',
    '2026-03-05T01:00 SHOP-16 open critical',
  ])
  expect(collected.facts.map(({ line }) => line)).toEqual([3, 5])
  expect(dataOf(collected)[0]).toMatchObject({
    title: 'Total is wrong when the order has a voucher',
    closedAt: '2026-03-20T08:00:00.000Z',
  })
  expect(warningCodes(collected)).toEqual(['TIME_WITHOUT_ZONE', 'ROWS_LEFT_OUT', 'HISTORY_ABSENT'])
})

test('Redmine CSV in CP932, with Japanese headings', async () => {
  const report = await fixture('issues/redmine-cp932.csv')
  const collected = await issues.read(report, context, options('redmine', 'redmine-csv.yaml'))
  expect(dataOf(collected)).toMatchObject([{ defect: '#1', title: '合計金額が誤っている', status: 'closed' }])
  const utf8 = {
    from: 'redmine' as const,
    mapping: mappingOf(text('redmine-csv.yaml').replace('cp932', 'utf-8')),
  }
  expect(await outcomeOf(issues.read(report, context, utf8))).toBe('WRONG_ENCODING')
})

test('dates of CSV in the format that the mapping says', async () => {
  const csv = text('jira.csv')
    .replaceAll('2026/03/', 'March ')
    .replaceAll(/March (\d\d) (\d\d:\d\d)/g, '$1/Mar/26 $2')
  const yaml = `${text('jira-csv.yaml')}\ndateFormat: dd/MMM/yy HH:mm\n`
  const read = (mapping: string) =>
    issues.read(memoryReport(csv), context, { from: 'jira', mapping: mappingOf(mapping) })
  expect(told(await read(yaml))[0]).toBe('2026-03-20T09:00 SHOP-12 closed major')
  expect(await outcomeOf(read(text('jira-csv.yaml')))).toBe('INVALID_VALUE')
})

test('a total that is not the number of issues is told', async () => {
  expect(warningCodes(await readJira({ ...search(), total: 400 }))).toContain('TOTALS_DISAGREE')
})

test('pages in one list are read as one', async () => {
  const { facts } = await readJira([search()])
  expect(facts).toHaveLength(11)
})

test.each([
  ['a status', 'fields', { status: { name: 'In Review' } }, 'UNMAPPED_VALUE', /status "In Review"/],
  ['a severity', 'fields', { customfield_10040: { value: '9' } }, 'UNMAPPED_VALUE', /Severity "9"/],
  [
    'no phase at all',
    'fields',
    { customfield_10041: null },
    'UNMAPPED_VALUE',
    /customfield_10041 has no value/,
  ],
  ['no date', 'fields', { created: 'today' }, 'INVALID_VALUE', /created/],
  ['a part of the change log', 'changelog', { total: 120 }, 'TRUNCATED', /6 of 120/],
] as const)(
  '%s that the mapping or the export lacks refuses the file by its name',
  async (_, part, change, code, message) => {
    const document = search()
    const [issue] = document.issues
    Object.assign(issue![part]!, change)
    await expect(readJira(document)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  },
)

test('a field that no issue has is a mistake of the mapping', async () => {
  const mapping = mappingOf(text('jira.yaml').replace('field: Severity', 'field: Severitiy'))
  const reading = issues.read(await fixture('issues/jira-search.json'), context, { from: 'jira', mapping })
  await expect(reading).rejects.toMatchObject({
    code: 'MISSING_FIELD',
    message: expect.stringContaining('Severitiy'),
  })
})

test.each([
  ['a quote that stays open', 'Issue key,Summary\nSHOP-1,"cut', 'TRUNCATED'],
  ['a heading that is missing', 'Key,Summary\n', 'MISSING_FIELD'],
  ['a row that is cut off', `${text('jira.csv')}Bug,SHOP-17,Wrong`, 'TRUNCATED'],
  ['JSON that is cut off', text('jira-search.json').slice(0, 900), 'MALFORMED'],
  ['JSON of something else', '{"hello": 1}', 'NOT_THIS_FORMAT'],
])('%s is refused whole', async (_, content, code) => {
  expect(await outcomeOf(issues.read(memoryReport(content), context, options('jira', 'jira-csv.yaml')))).toBe(
    code,
  )
})

test('mistakes of a mapping are told with their lines', () => {
  const yaml = text('jira.yaml')
    .replace('Resolved: fixed', 'Resolved: repaired')
    .replace('component:', 'componnent:')
  expect(() => mappingOf(yaml)).toThrow(/mapping\.yaml:4: .*\n?/)
  expect(() => mappingOf(yaml)).toThrow(/mapping\.yaml:\d+: componnent/)
})
