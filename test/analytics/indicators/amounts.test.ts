import { describe, expect, test } from 'vitest'
import { indicatorIds, indicators } from '../../../schemas/indicators.ts'
import { fact, noon, TODAY } from '../../helpers/project-facts.ts'
import { declared, defect, measured, review, size, tests } from './measuring.ts'

const quality = indicatorIds.filter((id) => /^(tests|defects|reviews)\./.test(id))

/** The limits that the indicators which need some are held against here. */
const band = { lower: 1, median: 2, upper: 3 }
const scope = { zoneLimits: { source: 'own', tests: band, defects: band } }

describe.each(quality)('%s', (id) => {
  test('no data: null with a reason, never 0', () => {
    const { actual, why, interval } = measured(id, [declared()])
    expect(actual).toBeNull()
    expect(why).not.toBeNull()
    expect(interval).toBeUndefined()
  })

  test('nothing to divide by: null with a reason, never NaN', () => {
    const log = [
      declared(),
      size('core', { total: 0 }),
      tests(TODAY, 0, { planned: 0, automated: 0, testHours: 0 }),
      review('R1', { effortHours: 0, findings: {}, sizeReviewed: { pages: 0 } }),
      fact('defect.reported', {
        defect: 'rejected',
        severity: 'major',
        status: 'rejected',
        phaseFound: 'st',
        detectedAt: '2026-11-10T10:00:00+09:00',
      }),
    ]
    const { actual, why } = measured(id, log, { scope })
    if (/\.(oldest-)?open-/.test(id)) expect(actual).toBe(0)
    else expect([actual, why === null]).toEqual([null, false])
  })

  test('one datum: a number with numerator, sample and interval where it is an estimate', () => {
    const log = [
      declared({ status: 'shipped', shippedAt: '2026-07-01T12:00:00+09:00' }),
      size('core', { total: 2 }, '2026-06-01'),
      tests('2026-06-20', 10, { automated: 4, testHours: 5 }),
      review('R1', { sizeReviewed: { pages: 8 } }),
      defect('2026-06-10', { component: 'core', cause: 'index', phaseInjected: 'bd' }),
    ]
    const { actual, why, interval, facts } = measured(id, log, { scope })
    expect(why).toBeNull()
    expect(Number.isFinite(actual)).toBe(true)
    expect(facts).toMatch(/^kind=/)
    if (!indicators[id].hasInterval) expect(interval).toBeUndefined()
    else if (id === 'tests.pass-rate') expect(interval![0]).toBeLessThan(100)
    else {
      expect(interval![0]).toBeLessThanOrEqual(actual!)
      expect(interval![1]).toBeGreaterThanOrEqual(actual!)
      expect(interval![1] - interval![0]).toBeGreaterThan(0)
    }
  })
})

test('10,000 defects, reports and reviews: every indicator, in a moment, with a narrow interval', () => {
  const day = (i: number) => new Date(noon('2026-01-01') + (i % 150) * 86_400_000).toISOString().slice(0, 10)
  const log = [
    declared({ status: 'shipped', shippedAt: '2026-07-01T12:00:00+09:00' }),
    size('core', { total: 4000 }, '2026-06-01'),
    ...Array.from({ length: 150 }, (_, i) =>
      tests(day(i), i * 1000, { planned: 200_000, automated: i * 10, testHours: i }),
    ),
    ...Array.from({ length: 10_000 }, (_, i) => review(`R${i}`, { sizeReviewed: { pages: 10 } })),
    ...Array.from({ length: 10_000 }, (_, i) =>
      defect(day(i), { component: 'core', cause: `c${i % 900}`, phaseInjected: i % 3 === 0 ? 'st' : 'bd' }),
    ),
  ]
  const started = performance.now()
  for (const id of quality) {
    const { actual, interval } = measured(id, log, { scope })
    expect(Number.isFinite(actual), id).toBe(true)
    if (interval !== undefined)
      expect(interval[1] - interval[0], id).toBeLessThan(0.1 * Math.abs(actual!) + 1)
  }
  expect(performance.now() - started).toBeLessThan(20_000)
})
