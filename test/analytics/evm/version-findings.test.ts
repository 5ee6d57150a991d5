import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { versionFindings, type FactVersion } from '../../../analytics/evm/version-findings.ts'
import { earnedValueStatus } from '../../../analytics/evm/project-status.ts'
import { fact, noon } from '../../helpers/project-facts.ts'
import { input, pack, plan, report } from './plan-facts.ts'

const STATUS = '2026-06-30'
const found = (...versions: FactVersion[]) => versionFindings(versions, STATUS)
const version = (kind: FactVersion['kind'], data: unknown, received: string, occurred = received) =>
  fact(kind, data, { occurredAt: noon(occurred), receivedAt: noon(received) + 1000 }) as FactVersion
const progress = (asOf: string, percentComplete: number, received: string, id = 'A') =>
  version('progress.reported', { workPackage: id, asOf, percentComplete }, received)
const weekly = [progress('2026-06-05', 30, '2026-06-05'), progress('2026-06-12', 50, '2026-06-12')]

describe('RETRO_CHANGE', () => {
  test('a report about a closed date, received days after a later one', () => {
    expect(found(...weekly, progress('2026-06-05', 45, '2026-06-15'))).toEqual([
      {
        code: 'RETRO_CHANGE',
        severity: 'warning',
        workPackage: 'A',
        detail: {
          from: 'progress.reported',
          facts: 1,
          date: '2026-06-05',
          receivedAt: '2026-06-15T03:00:01.000Z',
        },
      },
    ])
  })

  test('not within a day of the later report, not about the newest date, not of another package', () => {
    expect(found(...weekly, progress('2026-06-05', 45, '2026-06-13'))).toEqual([])
    expect(found(...weekly, progress('2026-06-12', 55, '2026-06-20'))).toEqual([])
    expect(found(...weekly, progress('2026-06-05', 45, '2026-06-15', 'B'))).toEqual([])
  })

  test('sending the same again changes nothing', () => {
    expect(found(...weekly, progress('2026-06-05', 30, '2026-06-15'))).toEqual([])
  })

  test('sending the later report again does not open the earlier date', () => {
    const [first, second] = [
      progress('2026-06-05', 45, '2026-06-15'),
      progress('2026-06-12', 60, '2026-06-20'),
    ]
    expect(found(...weekly, first, second).map(({ detail }) => detail['date'])).toEqual(['2026-06-05'])
  })

  test('a retraction of a closed date is a change', () => {
    const data = { workPackage: 'A', asOf: '2026-06-05', retracted: true }
    expect(found(...weekly, version('progress.reported', data, '2026-06-15'))).toMatchObject([
      { code: 'RETRO_CHANGE', workPackage: 'A' },
    ])
  })

  test('a booking has until the accounts of the month, a month after the later report', () => {
    const booking = (received: string) =>
      version('cost.booked', { booking: 'b', workPackage: 'A', date: '2026-06-03', amount: 9 }, received)
    expect(found(...weekly, booking('2026-07-05'))).toEqual([])
    expect(found(...weekly, booking('2026-07-07'))).toMatchObject([
      { code: 'RETRO_CHANGE', workPackage: 'A', detail: { from: 'cost.booked', date: '2026-06-03' } },
    ])
  })

  test('a booking that is moved out of a closed date is a change of that date', () => {
    const booking = (date: string, received: string) =>
      version('cost.booked', { booking: 'b', workPackage: 'A', date, amount: 9 }, received)
    const moved = [booking('2026-06-03', '2026-06-04'), booking('2026-06-29', '2026-07-20')]
    expect(found(...weekly, ...moved)).toMatchObject([
      { detail: { from: 'cost.booked', date: '2026-06-03' } },
    ])
  })

  test('a re-baseline that takes effect before reports that were already known', () => {
    const revised = (received: string) =>
      version('plan.baselined', plan([pack('A')], { revision: 2, validFrom: '2026-06-08' }), received)
    const first = version('plan.baselined', plan([pack('A')]), '2026-06-20')
    expect(found(first, ...weekly, revised('2026-06-18'))).toEqual([])
    expect(found(first, ...weekly, revised('2026-06-20'))).toMatchObject([
      { code: 'RETRO_CHANGE', detail: { from: 'plan.baselined', revision: 2, date: '2026-06-08' } },
    ])
  })
})

describe('BASELINE_REWRITTEN', () => {
  const sent = (budget: number, received: string, fields: object = {}) =>
    version('plan.baselined', { ...plan([pack('B'), pack('A', { budget })]), ...fields }, received)

  test('one revision with another content, with both budgets', () => {
    expect(found(sent(100, '2026-06-01'), sent(150, '2026-06-02'))).toMatchObject([
      {
        code: 'BASELINE_REWRITTEN',
        detail: { revision: 1, versions: 2, budgetBefore: 200, budgetAfter: 250 },
      },
    ])
  })

  test('not for another reason, another order of packages or another revision', () => {
    const reordered = { workPackages: [pack('A'), pack('B')], reason: 'said better' }
    expect(found(sent(100, '2026-06-01'), sent(100, '2026-06-02', reordered))).toEqual([])
    expect(found(sent(100, '2026-06-01'), sent(150, '2026-06-02', { revision: 2 }))).toEqual([])
  })
})

test('CLOCK_SKEW: a fact that happened more than a minute after it was received', () => {
  const at = noon('2026-06-05')
  const ahead = (milliseconds: number) =>
    fact('progress.reported', { workPackage: 'A', asOf: '2026-06-05', percentComplete: 1 }, {
      occurredAt: at + milliseconds,
      receivedAt: at,
    }) as FactVersion // prettier-ignore
  expect(found(ahead(60_000))).toEqual([])
  expect(found(ahead(90_000), ahead(61_000))).toMatchObject([
    { code: 'CLOCK_SKEW', detail: { from: 'progress.reported', facts: 2, seconds: 90 } },
  ])
})

test('versions about later dates do not count yet', () => {
  const rewritten = progress('2026-06-05', 45, '2026-06-15')
  expect(versionFindings([...weekly, rewritten], '2026-06-04')).toEqual([])
})

test('the order of the list changes nothing, and a redelivery with the same content adds nothing', () => {
  const told = fc.record({
    day: fc.integer({ min: 1, max: 28 }),
    percent: fc.nat(3),
    received: fc.integer({ min: 1, max: 28 }),
  })
  const all = fc.array(told, { maxLength: 20 })
  // Of one day one report: two that contradict each other and come again do change what holds, twice.
  const oncePerDay = fc.uniqueArray(told, { maxLength: 20, selector: ({ day }) => day })
  const of = (list: FactVersion[]) => versionFindings(list, STATUS)
  const versionsOf = (facts: readonly { day: number; percent: number; received: number }[]) =>
    facts.map(({ day, percent, received }) => progress(date(day), percent, date(received)))
  const date = (day: number) => `2026-06-${String(day).padStart(2, '0')}`
  fc.assert(
    fc.property(all, fc.infiniteStream(fc.nat()), (facts, random) => {
      const versions = versionsOf(facts)
      const shuffled = versions
        .map((one) => ({ one, rank: random.next().value as number }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ one }) => one)
      expect(new Set(of(shuffled).map((one) => JSON.stringify(one)))).toEqual(
        new Set(of(versions).map((one) => JSON.stringify(one))),
      )
    }),
    { numRuns: 100 },
  )
  fc.assert(
    fc.property(oncePerDay, (facts) => {
      const versions = versionsOf(facts)
      const again = versions.map((one) => ({ ...one, id: `${one.id}-again`, receivedAt: one.receivedAt + 1 }))
      expect(of([...versions, ...again]).length).toBe(of(versions).length)
    }),
    { numRuns: 100 },
  )
})

test('the status carries them among its findings, and none without versions', () => {
  const facts = input({
    baselines: [plan([pack('A')])],
    progress: [
      report('A', '2026-06-05', { percentComplete: 45 }),
      report('A', '2026-06-12', { percentComplete: 50 }),
    ],
    statusDate: STATUS,
  })
  const codes = (versions?: FactVersion[]) =>
    earnedValueStatus({ ...facts, ...(versions && { versions }) }).findings.map(({ code }) => code)
  expect(codes()).not.toContain('RETRO_CHANGE')
  expect(codes([...weekly, progress('2026-06-05', 45, '2026-06-15')])).toContain('RETRO_CHANGE')
})
