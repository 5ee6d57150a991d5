import { describe, expect, test } from 'vitest'
import { toEvent } from '../../../ingest/collectors/event.ts'
import { bytesOf, HOURS, ofKind, readBytes, readSchedule } from '../../helpers/schedules.ts'
import { fixture } from '../../helpers/tables.ts'

describe('XML of MS Project', () => {
  test('tasks of the baseline are the plan, summaries are not; the status date is that of the file', async () => {
    const collected = await readSchedule('plan.xml')
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
    const ids = async () =>
      (await readSchedule('plan.xml')).facts.map((fact) => toEvent(fact, report, reader).id)
    expect(new Set(await ids()).size).toBe(9)
    expect(await ids()).toEqual(await ids())
  })

  test('money is in hundredths; another baseline may be asked for', async () => {
    const collected = await readSchedule('plan.xml', { measure: 'cost', baseline: 1 })
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
    await expect(readSchedule('plan.xml', { mapping: undefined })).rejects.toMatchObject({
      code: 'MISSING_FIELD',
      message: expect.stringContaining('which phase is 画面設計 in? it is below 基本設計') as unknown,
    })
  })
})
