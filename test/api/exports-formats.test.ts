import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import readWorkbook, { readSheet } from 'read-excel-file/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { fitToWidth, withHeights } from '../../api/exports/xlsx/page-setup.mjs'
import { safeText } from '../../api/exports/formats/safe-text.ts'
import { weeklyColumns, weeklyRow } from '../../schemas/answers-weekly.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { declaration, fact, noon, shippingFacts } from '../helpers/project-facts.ts'
import { makeDirectory, rowsOf } from '../helpers/store.ts'

const EVIL = ["=cmd|' /C calc'!A0", '+1', '-1', '@x', '＝1+1', '<script>alert(1)</script>', '名'.repeat(200)]
const WEEKS = '/v1/exports/weekly?from=2026-W40&to=2026-W47'

const directory = makeDirectory()
let api: TestApi
const readSheetNames = async (bytes: Buffer) => (await readWorkbook(bytes)).map(({ sheet }) => sheet)

beforeAll(async () => {
  api = await openTestApi()
  await api.send(shippingFacts().map(asEvent))
  await api.send(
    EVIL.map((name, index) =>
      asEvent(
        fact(
          'project.declared',
          { ...declaration, name, division: name },
          { project: `evil-${index}`, occurredAt: noon('2026-11-16') },
        ),
      ),
    ),
  )
})

const download = async (query: string) => {
  const response = await api.app.request(`${WEEKS}&${query}`)
  expect(response.status).toBe(200)
  return { headers: response.headers, bytes: Buffer.from(await response.arrayBuffer()) }
}
const rowsAsJson = () => api.read(`${WEEKS}&format=json`, z.array(weeklyRow))

describe('every format has the same rows, read by a reader of its own', () => {
  test('CSV', async () => {
    const { headers, bytes } = await download('format=csv')
    expect(headers.get('content-disposition')).toBe('attachment; filename="kanmon-weekly-2026-W47.csv"')
    expect(bytes.subarray(0, 3).toString('hex')).not.toBe('efbbbf')
    const read = parse<Record<string, string>>(bytes, { columns: true })
    const rows = await rowsAsJson()
    const asText = (value: string | number | null) =>
      typeof value === 'string' ? safeText(value) : (value?.toString() ?? '')
    expect(read).toEqual(rows.map((row) => Object.fromEntries(weeklyColumns.map((c) => [c, asText(row[c])]))))
  })

  test('CSV for Excel begins with the mark of UTF-8', async () => {
    const { bytes } = await download('format=csv&bom=1')
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
    expect(parse(bytes, { columns: true, bom: true })).toHaveLength((await rowsAsJson()).length)
  })

  test('NDJSON', async () => {
    const { bytes } = await download('format=ndjson')
    const lines = bytes.toString().trimEnd().split('\n')
    expect(lines.map((line) => weeklyRow.parse(JSON.parse(line)))).toEqual(await rowsAsJson())
  })

  test('Parquet, by the engine, with typed columns', async () => {
    const { bytes } = await download('format=parquet')
    const file = join(directory, 'weekly.parquet')
    writeFileSync(file, bytes)
    const described = await rowsOf<{ name: string; type: string }>(
      api.store,
      `DESCRIBE file('${file}', 'Parquet')`,
    )
    expect(described.map(({ name }) => name)).toEqual(weeklyColumns)
    expect(Object.fromEntries(described.map(({ name, type }) => [name, type]))).toMatchObject({
      weekStart: 'Date32',
      at: "DateTime64(3, 'UTC')",
      score: 'Float64',
      pv: 'Nullable(Float64)',
      'evm.spi': 'Nullable(Float64)',
      revision: 'UInt32',
      policyVersion: 'Nullable(UInt32)',
      restatedAt: "Nullable(DateTime64(3, 'UTC'))",
    })
    const read = await rowsOf<Record<string, unknown>>(
      api.store,
      `SELECT project, name, week, toString(weekStart) AS monday, toUnixTimestamp64Milli(at) AS instant, pv, \`evm.cpi\`, score
       FROM file('${file}', 'Parquet') SETTINGS output_format_json_quote_64bit_integers = 0`,
    )
    expect(read).toEqual(
      (await rowsAsJson()).map((row) => ({
        project: row.project,
        name: row.name,
        week: row.week,
        monday: row.weekStart,
        instant: Date.parse(row.at),
        pv: row.pv,
        'evm.cpi': row['evm.cpi'],
        score: row.score,
      })),
    )
    expect(
      await rowsOf(api.store, `SELECT name FROM system.tables WHERE name LIKE 'export_staging%'`),
    ).toEqual([])
  })

  test('XLSX: a sheet an indicator with weeks as columns; texts stay texts', async () => {
    const { bytes } = await download('format=xlsx')
    const names = await readSheetNames(bytes)
    expect(names.slice(0, 4)).toEqual(['Summary', 'Verdict', 'Score', 'PV'])
    expect(names).toContain('evm.spi')
    expect(names.slice(-2)).toEqual(['Restated', 'Notes'])
    const rows = await rowsAsJson()
    const cpi = await readSheet(bytes, 'evm.cpi')
    expect(cpi[0]).toEqual(['Project', 'Name', ...new Set(rows.map(({ week }) => week).sort())])
    const own = rows.filter(({ project }) => project === 'p')
    const line = cpi.find(([project]) => project === 'p')!
    expect(line.slice(2).map((value) => (typeof value === 'number' ? value : null))).toEqual(
      own.map((row) => row['evm.cpi']),
    )
    const summary = await readSheet(bytes, 'Summary')
    expect(summary.slice(1, 1 + EVIL.length).map(([, name]) => name)).toEqual(EVIL)
    const verdicts = await readSheet(bytes, 'Verdict')
    expect(verdicts.find(([project]) => project === 'p')?.at(-1)).toBe('SHIP')
  })

  test('XLSX has dates as dates, rows as tall as their text and pages as wide as their sheet', async () => {
    const { bytes } = await download('format=xlsx')
    const [heads = [], ...lines] = await readSheet(bytes, 'Summary')
    const end = heads.indexOf('Week ends')
    expect(lines.map((line) => line[end])).toEqual(lines.map(() => new Date('2026-11-22')))
    const sheet = {
      sheet: 'S',
      columns: [{ width: 10 }, { width: 20 }],
      data: [
        [{ value: 'short' }, null],
        // 40 characters of two columns each, 18 columns a line: five lines.
        [{ value: 'x' }, { value: '名'.repeat(40), wrap: true }],
        [{ value: 'a '.repeat(2000), wrap: true }, null],
      ],
    }
    const heights = withHeights(sheet).data.map((row) => row.find((cell) => cell !== null)?.height)
    expect(heights).toEqual([16, 5 * 15 + 1, 409])
    expect(sheet.data[0]).toEqual([{ value: 'short' }, null])
    const xml = fitToWidth.files.transform['xl/worksheets/sheet{id}.xml']
    expect(xml.transform('<worksheet><sheetViews/></worksheet>')).toBe(
      '<worksheet><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews/></worksheet>',
    )
  })

  test('as of a moment before the first fact each format is a file without rows', async () => {
    const response = await api.app.request(`${WEEKS}&format=json&asOf=2020-01-01`)
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual([])
    const sheets = await download('format=xlsx&asOf=2020-01-01')
    expect((await readSheet(sheets.bytes, 'Notes'))[1]).toEqual([
      'No project has a row in these weeks.',
      null,
      null,
    ])
  })

  test('XLSX in Japanese, the same bytes each time', async () => {
    const [first, second] = [await download('format=xlsx&lang=ja'), await download('format=xlsx&lang=ja')]
    expect((await readSheetNames(first.bytes))[0]).toBe('概要')
    expect(first.bytes.equals(second.bytes)).toBe(true)
  })

  test('no row at all is a file of each format still', async () => {
    const query = 'project=nobody&format='
    expect(JSON.parse((await download(`${query}json`)).bytes.toString())).toEqual([])
    expect(parse((await download(`${query}csv`)).bytes)).toEqual([weeklyColumns])
    expect((await download(`${query}ndjson`)).bytes).toHaveLength(0)
    expect((await download(`${query}parquet`)).bytes.subarray(0, 4).toString()).toBe('PAR1')
    const { bytes } = await download(`${query}xlsx`)
    expect(await readSheet(bytes, 'Notes')).toContainEqual([
      'No project has a row in these weeks.',
      null,
      null,
    ])
  })
})

describe('what is asked for', () => {
  test('one division', async () => {
    const rows = await api.read(`${WEEKS}&format=json&division=Div`, z.array(weeklyRow))
    expect([...new Set(rows.map(({ project }) => project))]).toEqual(['p'])
  })

  test('weeks by their name and by a day of them are the same', async () => {
    const byDay = await api.read(
      '/v1/exports/weekly?format=json&from=2026-09-30&to=2026-11-20',
      z.array(weeklyRow),
    )
    expect(byDay).toEqual(await rowsAsJson())
  })

  test('a workbook that would not fit in memory is refused before anything is computed', async () => {
    const declared = Array.from({ length: 13 }, (_, index) =>
      asEvent(
        fact('project.declared', declaration, { project: `more-${index}`, occurredAt: noon('2026-11-16') }),
      ),
    )
    await api.send(declared)
    const asked = '/v1/exports/weekly?from=2016-10-03&to=2026-11-20'
    // 21 projects x 529 weeks.
    expect(await api.get(`${asked}&format=xlsx`)).toMatchObject({ status: 400, body: { field: 'format' } })
    expect((await api.get(`${asked}&format=csv`)).status).toBe(200)
  })
})

test('no text that a spreadsheet would run survives, whatever stands before the sign', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[ \t\r\n]{0,3}$/),
      fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠'),
      fc.string(),
      (blank, sign, rest) => safeText(`${blank}${sign}${rest}`).startsWith("'"),
    ),
  )
  expect(['\tx', '\rx', '\nx'].map(safeText)).toEqual(["'\tx", "'\rx", "'\nx"])
  expect(['a=b', '2026-W47', '名称'].map(safeText)).toEqual(['a=b', '2026-W47', '名称'])
})
