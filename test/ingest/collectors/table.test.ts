import { describe, expect, test } from 'vitest'
import { csv } from '../../../ingest/collectors/table/csv.ts'
import { context, fixture, mappingOf, reportWith } from '../../helpers/tables.ts'

const BUGS = `
kind: defect.reported
encoding: cp932
fields:
  defect: 管理番号
  title: 件名
  component: { column: 機能, fillDown: true }
  severity: { column: 重要度, values: { 致命的: critical, 重大: major, 軽微: minor } }
  status: { column: 状態, values: { 対応中: open, 修正済: fixed, 完了: closed } }
  phaseFound: { column: 発見工程, values: { 結合テスト: it, システムテスト: st } }
  detectedAt: 発見日
  fixedAt: 修正日
  closedAt: 完了日
`
const TESTS = `
kind: tests.reported
fields: { asOf: 日付, planned: 予定, executed: 実施, passed: 合格, failed: 不合格 }
`
const readCsv = async (text: string | Buffer, mapping: string) =>
  csv.read(await reportWith(text), context, { mapping: mappingOf(mapping) })
const dataOf = async (text: string | Buffer, mapping: string) =>
  (await readCsv(text, mapping)).facts.map(({ data }) => data)

describe('a bug list in CP932, as a spreadsheet program writes it', () => {
  test('every row is a defect; the words of the sheet are those of the mapping', async () => {
    const { facts, warnings } = await csv.read(await fixture('table/bugs-cp932.csv'), context, {
      mapping: mappingOf(BUGS),
    })
    expect(facts.map(({ data, line, because }) => ({ ...data, line, because }))).toEqual([
      {
        defect: 'B-001',
        title: '金額の端数',
        component: '受注',
        severity: 'major',
        status: 'closed',
        phaseFound: 'it',
        detectedAt: '2026-10-01T01:30:00.000Z',
        fixedAt: '2026-10-02T00:00:00.000Z',
        closedAt: '2026-10-03T06:00:00.000Z',
        line: 2,
        because: 'row 2',
      },
      {
        defect: 'B-002',
        title: '画面の文言',
        component: '受注',
        severity: 'minor',
        status: 'open',
        phaseFound: 'it',
        detectedAt: '2026-10-02T04:00:00.000Z',
        line: 3,
        because: 'row 3',
      },
      {
        defect: 'B-003',
        title: '二重印刷',
        component: '帳票',
        severity: 'critical',
        status: 'fixed',
        phaseFound: 'st',
        detectedAt: '2026-10-05T02:00:00.000Z',
        fixedAt: '2026-10-06T09:00:00.000Z',
        line: 4,
        because: 'row 4',
      },
    ])
    // What a row tells last is when it came to be so.
    expect(facts.map(({ occurredAt }) => occurredAt.slice(0, 10))).toEqual([
      '2026-10-03',
      '2026-10-02',
      '2026-10-06',
    ])
    expect(warnings).toEqual([
      { code: 'TIME_WITHOUT_ZONE', line: 2, detail: '2026-10-01 10:30:00, read as of Asia/Tokyo' },
    ])
  })

  test('read as UTF-8 it is refused', async () => {
    const mapping = mappingOf(BUGS.replace('encoding: cp932', ''))
    await expect(csv.read(await fixture('table/bugs-cp932.csv'), context, { mapping })).rejects.toMatchObject(
      {
        code: 'WRONG_ENCODING',
      },
    )
  })
})

describe('a CSV file', () => {
  test('may begin with a byte order mark, and have another delimiter', async () => {
    const text = '\uFEFF日付\t予定\t実施\t合格\t不合格\r\nR8.10.1\t"1,200"\t１８\t16\t2\r\n'
    expect(await dataOf(text, `${TESTS}delimiter: "\\t"`)).toEqual([
      { phase: 'it', asOf: '2026-10-01', planned: 1200, executed: 18, passed: 16, failed: 2 },
    ])
  })

  test('an empty cell is absent, never 0: a required one refuses the file with its line and column', async () => {
    await expect(readCsv('日付,予定,実施,合格,不合格\n2026/10/1,20,,16,2\n', TESTS)).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      line: 2,
      message: expect.stringContaining('column 3 (C, 実施): executed: the cell is empty') as unknown,
    })
  })

  test.each([
    [
      'a number that is none',
      '2026/10/1,二十,18,16,2',
      'column 2 (B, 予定): planned: "二十" is not a number',
    ],
    ['a date that is none', '10月,20,18,16,2', 'column 1 (A, 日付): asOf: "10月" is not a date'],
    ['numbers that disagree', '2026/10/1,20,10,16,2', 'executed: passed + failed must not exceed executed'],
    ['a negative count', '2026/10/1,▲20,10,6,2', 'column 2 (B, 予定): planned'],
    ['half a case', '2026/10/1,20.5,10,6,2', 'column 2 (B, 予定): planned'],
    [
      'an error of a spreadsheet',
      '2026/10/1,#REF!,10,6,2',
      'column 2 (B, 予定): planned: the cell shows the error #REF!',
    ],
  ])('%s refuses the file', async (_, row, message) => {
    await expect(readCsv(`日付,予定,実施,合格,不合格\n${row}\n`, TESTS)).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      line: 2,
      message: expect.stringContaining(message) as unknown,
    })
  })

  test('a word that the mapping does not know refuses the file', async () => {
    const row =
      '管理番号,件名,機能,重要度,状態,発見工程,発見日,修正日,完了日\nB-1,x,受注,特大,完了,結合テスト,2026/10/1,,\n'
    await expect(readCsv(row, BUGS.replace('encoding: cp932', ''))).rejects.toMatchObject({
      code: 'UNMAPPED_VALUE',
      line: 2,
      message:
        'column 4 (D, 重要度): severity: "特大" is not among the values of the mapping: 致命的, 重大, 軽微',
    })
  })

  test('a missing column is told with those that are there', async () => {
    await expect(readCsv('日付,予定数\n', TESTS)).rejects.toMatchObject({
      code: 'MISSING_FIELD',
      message: 'the table has no column 予定; row 1 has 日付, 予定数',
    })
  })

  test('two columns of one heading must be told apart by number', async () => {
    const text = '日付,予定,実施,合格,不合格,実施\n2026/10/1,20,18,16,2,99\n'
    await expect(readCsv(text, TESTS)).rejects.toMatchObject({ code: 'MALFORMED' })
    const [data] = await dataOf(text, TESTS.replace('executed: 実施', "executed: '#3'"))
    expect(data).toMatchObject({ executed: 18 })
  })

  test('a quote that stays open is a file that was cut off', async () => {
    await expect(readCsv('日付,予定,実施,合格,不合格\n2026/10/1,"20', TESTS)).rejects.toMatchObject({
      code: 'TRUNCATED',
    })
  })

  test('headings alone, or fewer rows than the heading is said to be in, are refused', async () => {
    await expect(readCsv('日付,予定,実施,合格,不合格\n', TESTS)).rejects.toMatchObject({ code: 'EMPTY' })
    await expect(readCsv('a\n', `${TESTS}headerRow: 3`)).rejects.toMatchObject({ code: 'MISSING_FIELD' })
  })

  test('rows are left out only as the mapping says, and that is told', async () => {
    const text = '日付,予定,実施,合格,不合格\n2026/10/1,20,18,16,2\n2026/10/2,45,,,\n合計,65,18,16,2\n'
    const mapping = `${TESTS}leaveOut: [{ column: 日付, values: [合計] }, { column: 実施, empty: true }]`
    const { facts, warnings } = await readCsv(text, mapping)
    expect(facts).toHaveLength(1)
    expect(warnings).toContainEqual({ code: 'ROWS_LEFT_OUT', line: null, detail: '2 of them' })
  })

  test('what came on each day is added up by date, whatever the order of the rows', async () => {
    const text = '日付,予定,実施,合格,不合格\n2026/10/2,25,26,24,2\n2026/10/1,20,18,16,2\n'
    expect(await dataOf(text, `${TESTS}accumulate: [planned, executed, passed, failed]`)).toEqual([
      { phase: 'it', asOf: '2026-10-01', planned: 20, executed: 18, passed: 16, failed: 2 },
      { phase: 'it', asOf: '2026-10-02', planned: 45, executed: 44, passed: 40, failed: 4 },
    ])
  })

  test('a table may run across, a day in each column', async () => {
    const text = '日付,2026/10/1,2026/10/2\n予定,20,45\n実施,18,44\n合格,16,40\n不合格,2,x\n'
    await expect(readCsv(text, `${TESTS}across: true`)).rejects.toMatchObject({
      line: 5,
      message: expect.stringContaining('column 3 (C, 不合格)') as unknown,
    })
    expect(await dataOf(text.replace('x', '4'), `${TESTS}across: true`)).toHaveLength(2)
  })

  test('units are converted, keys joined, nested fields filled and constants set', async () => {
    const text = '機能,日,追加行,削除行\n受注,2026/10/1,1234,200\n'
    const mapping = `
kind: size.measured
fields:
  component: { columns: [機能, 日], join: '@' }
  asOf: 日
  ksloc.added: { column: 追加行, times: 0.001 }
  ksloc.deleted: { column: 削除行, times: 0.001 }
  counter.name: { value: StepCounter }
`
    expect(await dataOf(text, mapping)).toEqual([
      {
        component: '受注@2026/10/1',
        asOf: '2026-10-01',
        ksloc: { added: 1.234, deleted: 0.2 },
        counter: { name: 'StepCounter' },
      },
    ])
  })
})

describe('mistakes of a mapping are told with their lines', () => {
  test.each([
    ['kind: nothing\nfields: {}', 'mapping.yaml:1: kind: '],
    [
      'kind: cost.booked\nfields:\n  amont: 金額',
      'mapping.yaml:3: fields.amont: cost.booked has no field amont',
    ],
    ['kind: cost.booked\nfields:\n  date:\n    colum: 日', 'mapping.yaml:4: '],
    [
      'kind: cost.booked\nfields:\n  date: { column: a, value: b }',
      'must have exactly one of column, columns, value',
    ],
    ['kind: cost.booked\nkind: x', 'mapping.yaml:2: '],
    ['kind: cost.booked\naccumulate: [amount]\nfields: { amount: 金額 }', 'mapping.yaml:2: accumulate: '],
  ])('%j', (yaml, message) => {
    expect(() => mappingOf(yaml)).toThrow(message)
  })
})
