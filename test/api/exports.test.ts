import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { indicatorsAnswer, portfolio } from '../../schemas/answers.ts'
import { earnedValueAnswer, earnedValueSeriesAnswer } from '../../schemas/answers-earned-value.ts'
import { weeklyColumns, weeklyRow } from '../../schemas/answers-weekly.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { declaration, fact, noon, shippingFacts } from '../helpers/project-facts.ts'

let api: TestApi
beforeAll(async () => {
  api = await openTestApi()
  await api.send(shippingFacts().map(asEvent))
  const evil = fact(
    'project.declared',
    { ...declaration, name: '=cmd|calc' },
    { project: 'evil', occurredAt: noon('2026-11-16') },
  )
  await api.send([asEvent(evil)])
})

describe('the weekly export has one row per project and ISO week in its zone', () => {
  test('as CSV, from the first fact to the running week', async () => {
    const { body } = await api.get('/v1/exports/weekly?from=2026-09-01&to=2026-11-20')
    const rows = parse<Record<string, string>>(body as string, { columns: true, bom: true })
    const own = rows.filter((row) => row['project'] === 'p')
    expect(Object.keys(own[0]!)).toEqual(weeklyColumns)
    expect(own.map((row) => row['week'])).toEqual([
      '2026-W40',
      '2026-W41',
      '2026-W42',
      '2026-W43',
      '2026-W44',
      '2026-W45',
      '2026-W46',
      '2026-W47',
    ])
    expect(own.at(-1)).toMatchObject({
      recommendation: 'SHIP',
      score: '100',
      pv: '1000',
      ev: '1000',
      ac: '1020',
      'evm.spi': '1',
      'tests.consumption': '100',
      policyVersion: '1',
    })
    // End of 2026-W44 (Sunday 1 November): the coding package is finished, the system test not begun.
    expect(own.find((row) => row['week'] === '2026-W44')).toMatchObject({
      recommendation: 'HOLD',
      pv: '600',
      ev: '600',
      ac: '620',
      'tests.consumption': '',
    })
  })

  test('as JSON, the same numbers', async () => {
    const rows = await api.read(
      '/v1/exports/weekly?from=2026-11-16&to=2026-11-20&format=json',
      z.array(weeklyRow),
    )
    expect(rows.map(({ project, week }) => `${project} ${week}`)).toEqual(['evil 2026-W47', 'p 2026-W47'])
    expect(rows[1]).toMatchObject({ pv: 1000, 'evm.cpi': 1000 / 1020, recommendation: 'SHIP' })
  })

  test('a name that a spreadsheet would run is not a formula', async () => {
    const { body } = await api.get('/v1/exports/weekly?project=evil&from=2026-11-16')
    const [row] = parse<Record<string, string>>(body as string, { columns: true })
    expect(row?.['name']).toBe("'=cmd|calc")
  })

  test.each([
    ['?from=2026-11-20&to=2026-11-01', 'to'],
    ['?from=1990-01-01&to=2026-11-01', 'from'],
    ['?format=pdf', 'format'],
    ['?from=2026-W54', 'from'],
    ['?from=0001-W01', 'from'],
    ['?bom=yes', 'bom'],
    ['?asOf=2027-01-01', 'asOf'],
    ['?from=2026-02-30', 'from'],
  ])('%s is refused, naming the field', async (query, field) => {
    expect(await api.get(`/v1/exports/weekly${query}`)).toMatchObject({ status: 400, body: { field } })
  })
})

describe('the portfolio', () => {
  test('sorts, filters and pages', async () => {
    const all = await api.read('/v1/portfolio?sort=score&order=desc', portfolio)
    expect(all.items.map(({ project }) => project)).toEqual(['p', 'evil'])
    expect(all.counts).toEqual({ SHIP: 1, HOLD: 1 })
    const held = await api.read('/v1/portfolio?recommendation=HOLD', portfolio)
    expect(held.items.map(({ project }) => project)).toEqual(['evil'])
    const second = await api.read('/v1/portfolio?pageSize=1&page=2', portfolio)
    expect(second).toMatchObject({ total: 2, page: 2, items: [{ project: 'p' }] })
  })
})

describe('earned value and indicators', () => {
  test('earned value by work package, with its forecast', async () => {
    const body = await api.read('/v1/projects/p/evm?by=workPackage&at=2026-11-10', earnedValueAnswer)
    // 7 of 15 working days of w2 by 10 November: PV 600 + 400 x 7 / 15; nothing of it reported yet.
    expect(body).toMatchObject({ statusDate: '2026-11-10', bac: 1000, ev: 600, ac: 620 })
    expect(body.pv).toBeCloseTo(600 + (400 * 7) / 15, 9)
    expect(body.groups.map(({ key }) => key)).toEqual(['w1', 'w2'])
  })

  test('the S-curve reaches to the end of the plan; what has not happened is null', async () => {
    const body = await api.read(
      '/v1/projects/p/evm/series?every=month&from=2026-10-01&to=2026-12-31',
      earnedValueSeriesAnswer,
    )
    expect(body.points.map(({ date, figures }) => [date, figures === null])).toEqual([
      ['2026-10-31', false],
      ['2026-11-30', true],
      ['2026-12-31', true],
    ])
  })

  test('every indicator explains itself', async () => {
    const body = await api.read('/v1/projects/evil/indicators?lang=ja', indicatorsAnswer)
    for (const indicator of body.indicators) {
      expect({
        ...indicator,
        isExplained: (indicator.actual === null) === (indicator.message !== null),
      }).toMatchObject({ isExplained: true })
    }
  })
})
