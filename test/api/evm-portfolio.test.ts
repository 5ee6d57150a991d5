import { beforeAll, describe, expect, test } from 'vitest'
import { portfolioEarnedValueAnswer } from '../../schemas/answers-earned-value.ts'
import { openTestApi, type TestApi } from '../helpers/api.ts'
import { declared, work, baselined, reported, booked, evmReader } from './evm-events.ts'

let api: TestApi
const { refused } = evmReader(() => api)
beforeAll(async () => {
  api = await openTestApi()
})

describe('the portfolio', () => {
  const portfolio = (query = '') => api.read(`/v1/portfolio/evm${query}`, portfolioEarnedValueAnswer)
  const division = 'Roll-up'

  beforeAll(async () => {
    const project = (name: string, budget: number, percentComplete: number, fields: object = {}) => [
      declared(name, { division, ...fields }),
      baselined(name, [work('A', { budget })]),
      reported(name, 'A', '2026-11-13', { percentComplete, objective: true }),
      booked(name, 'A', '2026-11-12', budget / 2),
    ]
    await api.send([
      ...project('roll-large', 900, 50),
      ...project('roll-small', 100, 10),
      ...project('roll-yen', 4_000_000, 25, { costUnit: 'JPY' }),
      ...project('roll-cancelled', 7000, 10, { status: 'cancelled' }),
      declared('roll-bare', { division }),
      booked('roll-nobody', 'A', '2026-11-12', 1),
      declared('mixed'),
      baselined('mixed', [work('A')]),
      booked('mixed', 'A', '2026-11-12', 5, { unit: 'JPY' }),
    ])
  })

  test('ratios of sums by division, units of cost apart', async () => {
    const { groups, undeclared } = await portfolio('?at=2026-11-13')
    const own = groups.filter((group) => group.division === division)
    // 10 of 20 days: PV 450 + 50, EV 450 + 10, AC 450 + 50.
    expect(own).toMatchObject([
      { costUnit: 'JPY', projects: 1, measured: 1, spi: 0.5, bac: 4_000_000, notMeasured: [] },
      {
        costUnit: 'hours',
        projects: 4,
        measured: 2,
        pv: 500,
        ev: 460,
        ac: 500,
        bac: 1000,
        spi: 0.92,
        cpi: 0.92,
      },
    ])
    expect(own[1]?.eacRange[0]).toBe(1040)
    expect(own[1]?.notMeasured).toEqual([
      { project: 'roll-bare', why: 'NO_BASELINE' },
      { project: 'roll-cancelled', why: 'CANCELLED' },
    ])
    expect(undeclared).toEqual(['roll-nobody'])
  })

  test('the whole portfolio per unit: a group for each unit, never one for both', async () => {
    const { groups } = await portfolio('?at=2026-11-13&by=unit')
    expect(groups.map(({ division: none, costUnit }) => [none, costUnit])).toEqual([
      [null, 'JPY'],
      [null, 'hours'],
    ])
    expect(groups[1]?.costRefused).toEqual(['mixed'])
    expect(groups[1]).toMatchObject({
      ac: null,
      cpi: null,
      notMeasurable: { ac: 'UNIT_MIX', cpi: 'UNIT_MIX' },
    })
    expect(groups[1]?.projects).toBe(groups[1]!.measured + groups[1]!.notMeasured.length)
  })

  test('an unknown grouping is refused', async () => {
    expect(await refused('/v1/portfolio/evm?by=colour')).toMatchObject({
      code: 'INVALID_REQUEST',
      field: 'by',
    })
  })
})
