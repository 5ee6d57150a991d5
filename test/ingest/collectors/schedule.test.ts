import { describe, expect, test } from 'vitest'
import { scheduleMapping } from '../../../ingest/collectors/schedule/schedule.ts'
import { readSettings } from '../../../ingest/collectors/settings-file.ts'
import { bytesOf, HOURS, ofKind, readBytes, readSchedule } from '../../helpers/schedules.ts'

describe('XER of Primavera', () => {
  test('from a Japanese host, in CP932: the same plan', async () => {
    const collected = await readSchedule('plan-cp932.xer', { encoding: 'cp932' })
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
      ofKind(await readSchedule('plan-cp932.xer', { encoding: 'cp932', measure: 'cost' }), 'cost.booked'),
    ).toContainEqual({ booking: 'schedule/2.1', workPackage: '2.1', date: '2026-05-15', amount: 300_000 })
  })

  test('in windows-1252', async () => {
    const collected = await readSchedule('plan.xer', {
      mapping: { phases: { Design: 'bd', Build: 'cd' }, components: {} },
    })
    const [plan] = ofKind(collected, 'plan.baselined')
    expect(plan?.['workPackages']).toMatchObject([{ name: 'Écran de saisie' }, { name: 'Database' }, {}])
  })

  test('of another encoding than said it is refused, although every byte is a character', async () => {
    await expect(readSchedule('plan-cp932.xer')).rejects.toMatchObject({ code: 'WRONG_ENCODING' })
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
