import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { Collected } from '../../../ingest/collectors/collector.ts'
import { toEvent } from '../../../ingest/collectors/event.ts'
import {
  schedule,
  scheduleMapping,
  type ScheduleOptions,
} from '../../../ingest/collectors/schedule/schedule.ts'
import { readSettings } from '../../../ingest/collectors/settings-file.ts'
import { context, fixture, reportWith } from '../../helpers/tables.ts'

const options = (more: Partial<ScheduleOptions> = {}): ScheduleOptions => ({
  measure: 'hours',
  revision: 1,
  reason: 'approved',
  baseline: 0,
  encoding: 'windows-1252',
  mapping: { phases: { 基本設計: 'bd', 製造: 'cd' }, components: {} },
  ...more,
})
const read = async (name: string, more?: Partial<ScheduleOptions>) =>
  schedule.read(await fixture(`schedule/${name}`), { ...context, phase: undefined }, options(more))
const bytesOf = async (name: string) => readFile((await fixture(`schedule/${name}`)).path)
const readBytes = async (content: string | Buffer, more?: Partial<ScheduleOptions>) =>
  schedule.read(await reportWith(content), { ...context, phase: undefined }, options(more))
const ofKind = ({ facts }: Collected, kind: string) =>
  facts.flatMap((fact) => (fact.kind === kind ? [fact.data as Record<string, unknown>] : []))

const HOURS = [
  {
    id: '2',
    name: '画面設計',
    phase: 'bd',
    plannedStart: '2026-04-01',
    plannedFinish: '2026-04-10',
    budget: 64,
  },
  {
    id: '3',
    name: 'DB設計',
    phase: 'bd',
    plannedStart: '2026-04-13',
    plannedFinish: '2026-04-30',
    budget: 96,
  },
  {
    id: '4',
    name: '基本設計 承認',
    phase: 'bd',
    plannedStart: '2026-04-30',
    plannedFinish: '2026-04-30',
    budget: 0,
  },
  {
    id: '6',
    name: '受注API',
    phase: 'cd',
    plannedStart: '2026-05-07',
    plannedFinish: '2026-05-29',
    budget: 136,
  },
  {
    id: '7',
    name: '帳票',
    phase: 'cd',
    plannedStart: '2026-05-18',
    plannedFinish: '2026-06-05',
    budget: 120,
  },
]

describe('XML of MS Project', () => {
  test('tasks of the baseline are the plan, summaries are not; the status date is that of the file', async () => {
    const collected = await read('plan.xml')
    expect(ofKind(collected, 'plan.baselined')).toEqual([
      {
        revision: 1,
        validFrom: '2026-04-01',
        reason: 'approved',
        workPackages: HOURS.map((task) => ({
          ...task,
          method: task.id === '4' ? '0-100' : 'percent-complete',
        })),
      },
    ])
    expect(ofKind(collected, 'progress.reported')).toMatchObject([
      {
        workPackage: '2',
        asOf: '2026-05-15',
        percentComplete: 100,
        startedOn: '2026-04-01',
        finishedOn: '2026-04-10',
      },
      { workPackage: '3', percentComplete: 100 },
      { workPackage: '4', percentComplete: 100 },
      { workPackage: '6', percentComplete: 40, startedOn: '2026-05-07' },
      { workPackage: '7', percentComplete: 0 },
    ])
    expect(ofKind(collected, 'cost.booked')).toEqual([
      { booking: 'schedule/2', workPackage: '2', date: '2026-05-15', amount: 70, unit: 'hours' },
      { booking: 'schedule/3', workPackage: '3', date: '2026-05-15', amount: 90, unit: 'hours' },
      { booking: 'schedule/6', workPackage: '6', date: '2026-05-15', amount: 60, unit: 'hours' },
    ])
    expect(collected.warnings).toEqual([])
  })

  test('every fact fits the contract and comes out the same each time', async () => {
    const report = await fixture('schedule/plan.xml')
    const reader = { collector: 'schedule', version: '1', project: 'p' }
    const ids = async () => (await read('plan.xml')).facts.map((fact) => toEvent(fact, report, reader).id)
    expect(new Set(await ids()).size).toBe(9)
    expect(await ids()).toEqual(await ids())
  })

  test('money is in hundredths; another baseline may be asked for', async () => {
    const collected = await read('plan.xml', { measure: 'cost', baseline: 1 })
    const [plan] = ofKind(collected, 'plan.baselined')
    expect(plan?.['workPackages']).toMatchObject([
      { budget: 400_000 },
      { budget: 600_000 },
      { budget: 0 },
      { budget: 850_000 },
      { budget: 750_000 },
    ])
    expect(ofKind(collected, 'cost.booked')).toContainEqual({
      booking: 'schedule/6',
      workPackage: '6',
      date: '2026-05-15',
      amount: 300_000,
      unit: 'JPY',
    })
  })

  test('physical progress counts where the task is earned by it', async () => {
    const text = (await bytesOf('plan.xml')).toString()
    const physical = text.replace(
      /(<PhysicalPercentComplete>35<\/PhysicalPercentComplete>\s*<EarnedValueMethod>)0/,
      '$11',
    )
    expect(ofKind(await readBytes(physical), 'progress.reported')).toContainEqual(
      expect.objectContaining({ workPackage: '6', percentComplete: 35 }) as unknown,
    )
  })

  test('a task that is not in the baseline is left out of the plan; what it cost is told', async () => {
    const text = (await bytesOf('plan.xml')).toString()
    const without = text.replace(
      /(<Name>DB設計<\/Name>[\s\S]*?)<Baseline>\s*<Number>0<[\s\S]*?<\/Baseline>/,
      '$1',
    )
    const collected = await readBytes(without)
    const [plan] = ofKind(collected, 'plan.baselined')
    expect(plan?.['workPackages']).toHaveLength(4)
    expect(ofKind(collected, 'cost.booked')).toHaveLength(3)
    expect(collected.warnings.map(({ code }) => code)).toEqual(['ROWS_LEFT_OUT'])
  })

  test('a summary that states another sum than its tasks is told', async () => {
    const text = (await bytesOf('plan.xml')).toString()
    const stated = text.replace(
      /(<Name>基本設計<\/Name>[\s\S]*?)<\/Task>/,
      '$1<Baseline><Number>0</Number><Start>2026-04-01T08:00:00</Start><Finish>2026-04-30T17:00:00</Finish><Work>PT200H0M0S</Work></Baseline></Task>',
    )
    const { warnings } = await readBytes(stated)
    expect(warnings).toMatchObject([
      { code: 'TOTALS_DISAGREE', detail: '基本設計 states 200; its tasks add up to 160' },
    ])
  })

  test.each([
    ['cut off', (text: string) => text.slice(0, 12_000), 'TRUNCATED'],
    [
      'entities',
      (text: string) => text.replace('<Project', '<!DOCTYPE Project [<!ENTITY a "b">]><Project'),
      'ENTITIES_NOT_ALLOWED',
    ],
    [
      'an external entity',
      (text: string) =>
        text.replace('<Project', '<!DOCTYPE Project [<!ENTITY a SYSTEM "file:///etc/passwd">]><Project'),
      'ENTITIES_NOT_ALLOWED',
    ],
    ['another document', () => '<testsuites/>', 'NOT_THIS_FORMAT'],
    ['no status date', (text: string) => text.replace(/<StatusDate>.*<\/StatusDate>/, ''), 'MISSING_FIELD'],
    [
      'a duration in days',
      (text: string) => text.replaceAll('<Work>PT64H0M0S', '<Work>P8DT0H'),
      'INVALID_VALUE',
    ],
    ['no baseline', (text: string) => text.replace(/<Baseline>[\s\S]*?<\/Baseline>/g, ''), 'MISSING_FIELD'],
    [
      'another encoding',
      (text: string) => Buffer.from(text.replace('受注', '??'), 'utf16le').subarray(1),
      'WRONG_ENCODING',
    ],
  ])('%s is refused', async (_, change, code) => {
    const changed = change((await bytesOf('plan.xml')).toString())
    const refusal = readBytes(changed)
    await expect(refusal).rejects.toMatchObject(
      code === 'WRONG_ENCODING' ? { name: 'ReportRefused' } : { code },
    )
  })

  test('a task whose phase nobody says is refused with the names around it', async () => {
    await expect(read('plan.xml', { mapping: undefined })).rejects.toMatchObject({
      code: 'MISSING_FIELD',
      message: expect.stringContaining('which phase is 画面設計 in? it is below 基本設計') as unknown,
    })
  })
})

describe('XER of Primavera', () => {
  test('from a Japanese host, in CP932: the same plan', async () => {
    const collected = await read('plan-cp932.xer', { encoding: 'cp932' })
    const [plan] = ofKind(collected, 'plan.baselined')
    const codes = ['1.1', '1.2', '1.3', '2.1', '2.2']
    expect(plan?.['workPackages']).toEqual(
      HOURS.map((task, index) => ({ ...task, id: codes[index], method: 'percent-complete' })),
    )
    // 136 planned hours of duration, 81.6 remaining: 40 %.
    expect(ofKind(collected, 'progress.reported')).toContainEqual({
      workPackage: '2.1',
      asOf: '2026-05-15',
      percentComplete: 40,
      startedOn: '2026-05-07',
    })
    expect(
      ofKind(await read('plan-cp932.xer', { encoding: 'cp932', measure: 'cost' }), 'cost.booked'),
    ).toContainEqual({ booking: 'schedule/2.1', workPackage: '2.1', date: '2026-05-15', amount: 300_000 })
  })

  test('in windows-1252', async () => {
    const collected = await read('plan.xer', {
      mapping: { phases: { Design: 'bd', Build: 'cd' }, components: {} },
    })
    const [plan] = ofKind(collected, 'plan.baselined')
    expect(plan?.['workPackages']).toMatchObject([{ name: 'Écran de saisie' }, { name: 'Database' }, {}])
  })

  test('of another encoding than said it is refused, although every byte is a character', async () => {
    await expect(read('plan-cp932.xer')).rejects.toMatchObject({ code: 'WRONG_ENCODING' })
  })

  test('several projects: one has to be named', async () => {
    const text = (await bytesOf('plan.xer')).toString('latin1')
    const [row = ''] = /%R\t1\t1\tY\tY\tY\tN.*\n/.exec(text) ?? []
    const two = Buffer.from(
      text.replace(row, row + row.replace('%R\t1', '%R\t2').replace('PROJECT', 'OTHER')),
      'latin1',
    )
    const mapping = { phases: { Design: 'bd', Build: 'cd' }, components: {} }
    await expect(readBytes(two, { mapping })).rejects.toMatchObject({ code: 'SEVERAL_PROJECTS' })
    expect(
      ofKind(await readBytes(two, { mapping, xerProject: 'PROJECT' }), 'progress.reported'),
    ).toHaveLength(3)
    await expect(readBytes(two, { mapping, xerProject: 'X' })).rejects.toMatchObject({
      code: 'MISSING_FIELD',
    })
  })

  test.each([
    ['cut off', (text: string) => text.replace('%E', ''), 'TRUNCATED'],
    [
      'a row with more values than fields',
      (text: string) => text.replace(/(%R\t2\t1\t.*)\n/, '$1\tx\ty\n'),
      'MALFORMED',
    ],
    ['a number that is none', (text: string) => text.replace('\t96\t96\t', '\tmany\t96\t'), 'INVALID_VALUE'],
  ])('%s is refused', async (_, change, code) => {
    const changed = Buffer.from(change((await bytesOf('plan.xer')).toString('latin1')), 'latin1')
    await expect(
      readBytes(changed, { mapping: { phases: { Design: 'bd', Build: 'cd' }, components: {} } }),
    ).rejects.toMatchObject({ code })
  })
})

describe('a schedule kept as a table', () => {
  const mapping = readSettings(
    `
phases: {}
table:
  fields:
    id: WBS
    name: 作業
    phase: { column: 工程, values: { 基本設計: bd, 製造: cd } }
    plannedStart: 開始予定
    plannedFinish: 終了予定
    budget: { column: 予定人日, times: 8 }
    percentComplete: 進捗率
    actual: { column: 実績人日, times: 8 }
`,
    'plan.yaml',
    scheduleMapping,
  )
  const TEXT =
    'WBS,作業,工程,開始予定,終了予定,予定人日,進捗率,実績人日\n1.1,画面設計,基本設計,R8.4.1,R8.4.10,8,100%,8.75\n1.2,帳票,製造,令和8年5月18日,2026/6/5,15,,\n'

  test('its rows are tasks, in the unit that the mapping converts to', async () => {
    const collected = await readBytes(TEXT, { mapping, statusDate: '2026-05-15' })
    expect(ofKind(collected, 'plan.baselined')).toMatchObject([
      {
        workPackages: [
          { id: '1.1', phase: 'bd', plannedStart: '2026-04-01', budget: 64 },
          { id: '1.2', phase: 'cd', plannedStart: '2026-05-18', plannedFinish: '2026-06-05', budget: 120 },
        ],
      },
    ])
    expect(ofKind(collected, 'cost.booked')).toMatchObject([{ amount: 70 }])
  })

  test('it states no status date', async () => {
    await expect(readBytes(TEXT, { mapping })).rejects.toMatchObject({ code: 'MISSING_FIELD' })
  })

  test('without a mapping it is no schedule', async () => {
    await expect(readBytes(TEXT, { statusDate: '2026-05-15' })).rejects.toMatchObject({
      code: 'NOT_THIS_FORMAT',
    })
  })
})
