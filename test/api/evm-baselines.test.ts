import { beforeAll, describe, expect, test } from 'vitest'
import { factPage } from '../../schemas/answers.ts'
import { openTestApi, type TestApi } from '../helpers/api.ts'
import { declared, work, baselined, reported, booked, codesOf, evmReader } from './evm-events.ts'

let api: TestApi
const { evm, series, refused } = evmReader(() => api)
beforeAll(async () => {
  api = await openTestApi()
})

describe('baselines', () => {
  beforeAll(async () => {
    const slower = work('A', { plannedFinish: '2026-12-25' })
    await api.send([
      declared('moved'),
      baselined('moved', [work('A')]),
      baselined('moved', [slower], { revision: 2, validFrom: '2026-11-09', reason: 'new dates' }),
      reported('moved', 'A', '2026-11-06', { percentComplete: 10 }),
      reported('moved', 'A', '2026-11-13', { percentComplete: 25 }),
      booked('moved', 'A', '2026-11-13', 60),
    ])
  })

  test('the valid one, each of them, since the first, and what was erased', async () => {
    const answer = await evm('moved', '?at=2026-11-13')
    // 10 of 40 working days of the second plan: PV 50; 10 of 20 of the first: PV 100.
    expect(answer).toMatchObject({ pv: 50, ev: 50, spi: 1, baseline: { revision: 2 } })
    expect(answer.sinceFirst).toMatchObject({ revision: 1, figures: { pv: 100, ev: 50, spi: 0.5 } })
    expect(answer.baselines.map(({ revision, validUntil }) => [revision, validUntil])).toEqual([
      [1, '2026-11-08'],
      [2, null],
    ])
    // On 8 November: EV 20; PV 50 before, 25 after.
    expect(answer.rebaselines).toMatchObject([{ revision: 2, svBefore: -30, svAfter: -5, erasedSv: 25 }])
    expect(codesOf(answer)).toContain('VARIANCE_ERASED')
  })

  test('baseline= measures against the revision asked for', async () => {
    expect(await evm('moved', '?at=2026-11-13&baseline=1')).toMatchObject({
      spi: 0.5,
      baseline: { revision: 1 },
    })
    expect(await evm('moved', '?at=2026-11-13&baseline=7')).toMatchObject({
      state: 'NO_BASELINE',
      spi: null,
      baseline: null,
    })
  })

  test('the S-curve has both: as it was reported, and since the first baseline', async () => {
    const body = await series('moved', '?at=2026-11-15&every=week')
    const of = (points: (typeof body)['points'] = []) =>
      points.slice(0, 3).map(({ date, revision, figures }) => [date, revision, figures?.spi ?? null])
    expect(of(body.points)).toEqual([
      ['2026-11-08', 1, 0.4],
      ['2026-11-15', 2, 1],
      ['2026-11-22', 2, null],
    ])
    expect(body.sinceFirst?.revision).toBe(1)
    expect(of(body.sinceFirst?.points)).toEqual([
      ['2026-11-08', 1, 0.4],
      ['2026-11-15', 1, 0.5],
      ['2026-11-22', 1, null],
    ])
    expect(body.rebaselines).toMatchObject([{ revision: 2, erasedSv: 25 }])
    expect(await series('moved', '?baseline=1')).toMatchObject({ baseline: 1, sinceFirst: null })
    const never = await refused('/v1/projects/moved/evm/series?from=1990-01-01&to=2199-01-01')
    expect(never).toMatchObject({ code: 'INVALID_REQUEST', field: 'from' })
  })

  test('overlapping baselines are an error finding, and a rewritten one is told', async () => {
    await api.send([
      declared('overlap'),
      baselined('overlap', [work('A')]),
      baselined('overlap', [work('A', { budget: 250 })], { revision: 2 }),
      {
        ...baselined('overlap', [work('A', { budget: 300 })], { revision: 2 }),
        time: '2026-11-10T00:00:00Z',
      },
    ])
    const { findings } = await evm('overlap')
    const found = (code: string) => findings.find((one) => one.code === code)
    expect(found('OVERLAPPING_BASELINES')).toMatchObject({
      severity: 'error',
      detail: { revision: 2, other: 1 },
    })
    expect(found('BASELINE_REWRITTEN')).toMatchObject({
      detail: { revision: 2, budgetBefore: 250, budgetAfter: 300 },
    })
    const { facts } = await api.read(found('BASELINE_REWRITTEN')?.facts ?? '', factPage)
    expect(facts).toHaveLength(2)
  })
})
