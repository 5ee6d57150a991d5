import { readFile } from 'node:fs/promises'
import { deflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { xlsx } from '../../../ingest/collectors/spreadsheet/xlsx.ts'
import { zipParts } from '../../../ingest/collectors/spreadsheet/zip.ts'
import { context, fixture, mappingOf, reportWith } from '../../helpers/tables.ts'

const TESTS = `
kind: tests.reported
fields: { asOf: 日付, planned: 予定, executed: 実施, passed: 合格, failed: 不合格 }
`
const TOTAL = 'leaveOut: [{ column: 日付, values: [合計] }]'
const read = async (name: string, mapping: string) =>
  xlsx.read(await fixture(`spreadsheet/${name}`), context, { mapping: mappingOf(mapping) })

test('a test management sheet with a title, headings of two lines and a total below', async () => {
  const { facts, warnings } = await read(
    'test-management.xlsx',
    `
kind: tests.reported
sheet: テスト管理
headerRow: 3
fields: { asOf: 日付, planned: 予定件数, executed: 実施件数, passed: 合格, failed: 不合格 }
leaveOut: [{ column: 日付, values: [合計] }, { column: 実施件数, empty: true }]
`,
  )
  expect(facts.map(({ data, line }) => [data, line])).toEqual([
    [{ phase: 'it', asOf: '2026-10-01', planned: 20, executed: 18, passed: 16, failed: 2 }, 4],
    [{ phase: 'it', asOf: '2026-10-02', planned: 45, executed: 44, passed: 40, failed: 4 }, 5],
    [{ phase: 'it', asOf: '2026-10-05', planned: 80, executed: 71, passed: 66, failed: 5 }, 6],
  ])
  expect(warnings.map(({ code }) => code)).toEqual(['ROWS_LEFT_OUT'])
})

test('a bug list with merged cells and a second sheet', async () => {
  const mapping = `
kind: defect.reported
sheet: バグ一覧
fields:
  defect: 管理番号
  component: { column: 機能, fillDown: true }
  severity: { column: 重要度, values: { 致命的: critical, 重大: major, 軽微: minor } }
  status: { column: 状態, values: { 対応中: open, 修正済: fixed, 完了: closed } }
  phaseFound: { column: 発見工程, values: { 結合テスト: it, システムテスト: st } }
  detectedAt: 発見日
`
  const { facts } = await read('bugs.xlsx', mapping)
  expect(facts.map(({ data }) => data)).toMatchObject([
    { defect: 'B-001', component: '受注', detectedAt: '2026-10-01T01:30:00.000Z' },
    // 13:00 is kept by the workbook as a fraction of a day that no double has exactly.
    { defect: 'B-002', component: '受注', detectedAt: '2026-10-02T04:00:00.000Z' },
    { defect: 'B-003', component: '帳票', severity: 'critical' },
  ])
  await expect(read('bugs.xlsx', mapping.replace('sheet: バグ一覧', ''))).rejects.toMatchObject({
    code: 'MISSING_FIELD',
    message: 'the workbook has several sheets, バグ一覧, 凡例: name one in the mapping',
  })
})

test('one row for each test case is counted by the day of its execution', async () => {
  const { facts, warnings } = await read(
    'cases.xlsx',
    `
kind: tests.reported
cases:
  case: 試験番号
  plannedOn: 予定日
  executedOn: 実施日
  result: { column: 判定, values: { OK: passed, NG: failed, 保留: blocked } }
fields: { component: 機能 }
`,
  )
  const at = (component: string, asOf: string, counts: object) => ({
    phase: 'it',
    component,
    asOf,
    ...counts,
  })
  expect(facts.map(({ data }) => data)).toEqual([
    at('受注', '2026-10-01', { planned: 2, executed: 1, passed: 1, failed: 0, blocked: 0 }),
    at('受注', '2026-10-02', { planned: 3, executed: 3, passed: 2, failed: 1, blocked: 0 }),
    at('帳票', '2026-10-02', { planned: 2, executed: 1, passed: 1, failed: 0, blocked: 0 }),
  ])
  expect(warnings).toEqual([])
})

test('dates are numbers: of the system of 1904 too, and in cells that are not formatted as dates', async () => {
  const { facts } = await read('epoch-1904.xlsx', TESTS)
  expect(facts.map(({ data }) => data)).toMatchObject([{ asOf: '2026-10-01' }, { asOf: '2026-10-02' }])
})

test('the last computed value of a formula is taken, and that is told', async () => {
  const { facts, warnings } = await read('formulas.xlsx', `${TESTS}${TOTAL}`)
  expect(facts.map(({ data }) => data)).toMatchObject([{ executed: 18 }, { executed: 26 }, { executed: 27 }])
  expect(warnings).toContainEqual({
    code: 'FORMULA_VALUE',
    line: null,
    detail: '進捗: 7 such cells, the first is C2',
  })
})

describe('what cannot be read whole is refused', () => {
  test('a formula that nobody computed is no empty cell', async () => {
    await expect(read('formula-not-computed.xlsx', TESTS)).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      line: 2,
      message: expect.stringContaining(
        'column 3 (C, 実施): executed: the cell holds a formula that was never',
      ) as unknown,
    })
  })

  test('nor is an error', async () => {
    await expect(read('error.xlsx', `${TESTS}${TOTAL}`)).rejects.toMatchObject({
      code: 'INVALID_VALUE',
      line: 3,
      message: expect.stringContaining('shows the error #DIV/0!') as unknown,
    })
  })

  test('a file that was cut off, is no workbook, or has a password', async () => {
    const mapping = mappingOf(TESTS)
    const whole = await readFile((await fixture('spreadsheet/formulas.xlsx')).path)
    const refusal = async (bytes: Buffer) => xlsx.read(await reportWith(bytes), context, { mapping })
    await expect(refusal(whole.subarray(0, whole.length - 100))).rejects.toMatchObject({ code: 'TRUNCATED' })
    await expect(refusal(Buffer.from('日付,予定\n'))).rejects.toMatchObject({ code: 'NOT_THIS_FORMAT' })
    const compound = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])
    await expect(refusal(compound)).rejects.toMatchObject({ code: 'NOT_THIS_FORMAT' })
  })

  test('a bomb is not unpacked', () => {
    expect(() => zipParts(archive('bomb', deflateRawSync(Buffer.alloc(300 * 1024 * 1024))))).toThrow(
      'unpacks to more than',
    )
  })

  test('an entry that reaches beyond the end is refused', () => {
    const broken = archive('part', deflateRawSync(Buffer.from('x')))
    broken.writeUInt32LE(1_000_000, broken.indexOf('PK\u0001\u0002') + 20)
    expect(() => zipParts(broken)).toThrow('an entry reaches beyond the end')
  })
})

/** A ZIP archive of one deflated entry. */
function archive(name: string, content: Buffer): Buffer {
  const local = Buffer.alloc(30)
  local.write('PK\u0003\u0004', 'latin1')
  local.writeUInt16LE(8, 8)
  local.writeUInt16LE(name.length, 26)
  const entry = Buffer.alloc(46)
  entry.write('PK\u0001\u0002', 'latin1')
  entry.writeUInt16LE(8, 10)
  entry.writeUInt32LE(content.length, 20)
  entry.writeUInt16LE(name.length, 28)
  const end = Buffer.alloc(22)
  end.write('PK\u0005\u0006', 'latin1')
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(local.length + name.length + content.length, 16)
  return Buffer.concat([local, Buffer.from(name), content, entry, Buffer.from(name), end])
}
