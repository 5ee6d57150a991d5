import { expect, test } from 'vitest'
import { committeeReport } from '../../schemas/answers-committee.ts'
import { monthAfter, monthsBefore } from '../../dashboard/pages/committee/months.ts'

const share = { numerator: 0, denominator: 0, share: null, interval: null, why: 'NO_PROJECTS' }

function reportOf(month: string, projects: number) {
  const group = {
    division: null,
    projects,
    before: { SHIP: 0, HOLD: projects },
    after: { SHIP: 0, HOLD: projects },
    medianScore: null,
    incomplete: share,
    overridden: share,
    shipsByWaiver: 0,
    verified: share,
    warned: share,
  }
  return committeeReport.parse({
    month,
    gate: 'release',
    zone: 'Asia/Tokyo',
    from: '2026-10-31T14:59:59.999Z',
    asOf: '2026-11-30T14:59:59.999Z',
    isOver: true,
    total: group,
    divisions: [],
    leftOut: { shippedBefore: 0, cancelled: 0, undeclared: [] },
    holds: { inForce: [], placed: [], lifted: [] },
    waivers: { inForce: 0, used: 0, expired: 0, unmatched: 0, items: [] },
    flips: { toShip: 0, toHold: 0, causes: [], items: [] },
    warnings: { raised: 0, cameTrue: 0, notEarly: 0, items: [] },
    policies: [],
  })
}

const broken = { type: 'x', title: 'x', status: 503, detail: 'x', code: 'STORE_UNAVAILABLE' } as const

/** Asks for the months before one, of so many projects. */
async function ask(projects: number, { areWanted = false, isBroken = false } = {}) {
  const asked: string[] = []
  const months = await monthsBefore(reportOf('2026-02', projects), areWanted, (month) => {
    asked.push(month)
    return Promise.resolve(isBroken ? { ok: false, problem: broken } : { ok: true, data: reportOf(month, 3) })
  })
  return { months, asked }
}

test('the five months before are asked for, across the year, and stand before the month itself', async () => {
  const { months, asked } = await ask(10)
  expect(asked).toEqual(['2025-09', '2025-10', '2025-11', '2025-12', '2026-01'])
  if (typeof months === 'string') throw new Error(months)
  expect(months.map(({ month }) => month)).toEqual([...asked, '2026-02'])
  expect(months.map(({ total }) => total.projects)).toEqual([3, 3, 3, 3, 3, 10])
})

test('of many projects they are asked for only when somebody wants them', async () => {
  expect(await ask(301)).toEqual({ months: 'unasked', asked: [] })
  expect((await ask(301, { areWanted: true })).asked).toHaveLength(5)
})

test('a month that cannot be had leaves the others out too: half a trend would mislead', async () => {
  expect((await ask(10, { isBroken: true })).months).toBe('failed')
})

test('a month is counted on over the end of a year in both directions', () => {
  expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1), monthAfter('2026-03', -14)]).toEqual([
    '2027-01',
    '2025-12',
    '2025-01',
  ])
})
