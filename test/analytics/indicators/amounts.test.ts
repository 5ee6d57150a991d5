import { beforeAll, describe, expect, test } from 'vitest'
import { measureAll } from '../../../analytics/indicators/measure-all.ts'
import type { Measurement } from '../../../analytics/indicators/measurement.ts'
import { type IndicatorId, indicatorIds, indicators } from '../../../schemas/indicators.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import { fact, noon, TODAY } from '../../helpers/project-facts.ts'
import { amounts, many, one } from './amounts.ts'
import { declared, defect, measured, review, size, tests, viewOf } from './measuring.ts'

/** Counts of what is there: 0 of nothing is a number, once something is known at all. */
const COUNTS = /\.(?:oldest-)?open-|^warnings\.|above-limit|^evm\.findings/

describe.each(indicatorIds)('%s', (id) => {
  const none = amounts([declared()]).get(id)!
  const single = amounts(one()).get(id)!

  test('no data: null with a reason, never 0', () => {
    expect(none.actual).toBeNull()
    expect(none.why).not.toBeNull()
    expect(none.interval).toBeUndefined()
    expect(none.facts).toMatch(/^kind=/)
  })

  test('one datum: a number with numerator, sample and interval where it is an estimate, or why not', () => {
    if (id.startsWith('reliability.')) {
      expect(single).toMatchObject({ actual: null, why: 'TOO_FEW_EVENTS' })
      return
    }
    expect(single.why).toBeNull()
    expect(Number.isFinite(single.actual)).toBe(true)
    expect(indicators[id].sources).toContain(single.facts.replace('kind=', ''))
    const { interval } = single
    if (!indicators[id].hasInterval) expect(interval).toBeUndefined()
    else {
      expect(interval![0]).toBeLessThanOrEqual(single.actual!)
      expect(interval![1]).toBeGreaterThanOrEqual(single.actual!)
      expect(interval![1] - interval![0]).toBeGreaterThan(0)
    }
  })

  test('nothing but the kinds of facts that it names changes it', () => {
    const { sources } = indicators[id]
    const kept = ['project.declared', ...sources] as string[]
    const own = amounts(one().filter(({ kind }) => kept.includes(kind))).get(id)
    expect(own).toEqual(single)
  })
})

const quality = indicatorIds.filter((id) => /^(tests|defects|reviews)\./.test(id))
const band = { lower: 1, median: 2, upper: 3 }
const scope = { zoneLimits: { source: 'own', tests: band, defects: band } }

test.each(quality)('%s with nothing to divide by: null with a reason, never NaN', (id) => {
  const log = [
    declared(),
    size('core', { total: 0 }),
    tests(TODAY, 0, { planned: 0, automated: 0, testHours: 0 }),
    review('R1', { effortHours: 0, findings: {}, sizeReviewed: { pages: 0 } }),
    defect('2026-11-10', { status: 'rejected' }, null),
  ]
  const { actual, why } = measured(id, log, { scope })
  if (COUNTS.test(id) && why === null) expect(actual).toBe(0)
  else expect([actual, why === null]).toEqual([null, false])
})

describe('10,000 facts of every kind', () => {
  let known: ReadonlyMap<IndicatorId, Measurement>
  beforeAll(() => void (known = amounts(many())))

  test.each(indicatorIds)('%s: a finite number with a narrow interval, or why not', (id) => {
    const { actual, why, interval } = known.get(id)!
    if (why !== null) expect(actual).toBeNull()
    else expect(Number.isFinite(actual)).toBe(true)
    if (interval !== undefined) expect(interval[1] - interval[0]).toBeLessThan(0.15 * Math.abs(actual!) + 1)
  })
})

describe('the cost grows with the facts, not with their square', () => {
  /** Facts whose fields are counted when they are read. */
  function counting(log: readonly Fact[]) {
    const reads = { count: 0 }
    const watched = log.map((known) => {
      if (known.kind === 'project.declared') return known
      const data = new Proxy(known.data, {
        get(target, name) {
          reads.count += 1
          return Reflect.get(target, name) as unknown
        },
      })
      return { ...known, data } as Fact
    })
    return { reads, log: watched }
  }

  /** A project of n components with a test report, a size, a review, a run, an analysis and a defect in each. */
  function project(n: number): Fact[] {
    const ids = Array.from({ length: n }, (_, i) => `c${i}`)
    const day = (i: number) =>
      new Date(noon('2025-01-01') + (i % 600) * 86_400_000).toISOString().slice(0, 10)
    return [
      declared({ components: ids.map((id) => ({ id })) }),
      ...ids.flatMap((component, i) => [
        size(component, { total: 5 }, '2025-01-01'),
        fact('commits.counted', {
          component,
          asOf: TODAY,
          ref: 'main',
          commits: 1,
          authors: 1,
          lastCommit: { sha: 'a', committedAt: '2026-11-19T10:00:00+09:00' },
        }),
        tests(day(i), 10, { component }),
        review(`R${i}`, { component }),
        defect(day(i), { component, phaseInjected: 'bd', cause: `cause ${i}` }),
        fact('zone.analysed', {
          phase: 'st',
          component,
          zone: { test: 'low', defect: 'low' },
          conclusion: 'few',
          analyst: 'M. Ito',
          analysedAt: '2026-11-19T10:00:00+09:00',
        }),
      ]),
    ]
  }

  function readsOf(n: number, by: 'phase' | 'component' | 'cause'): number {
    const { reads, log } = counting(project(n))
    const limits = { name: 'own', external: false, source: 'own', projects: 9, tests: band, defects: band }
    expect(measureAll(viewOf(log), by, () => limits).length).toBeGreaterThan(40)
    return reads.count
  }

  test.each(['phase', 'component', 'cause'] as const)('four times the facts by %s', (by) => {
    expect(readsOf(800, by) / readsOf(200, by)).toBeLessThan(5)
  })
})
