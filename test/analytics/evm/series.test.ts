import { describe, expect, test } from 'vitest'
import { fromEpochDay, toEpochDay } from '../../../analytics/calendar/civil-date.ts'
import { earnedValueStatus } from '../../../analytics/evm/project-status.ts'
import { earnedValueSeries } from '../../../analytics/evm/series.ts'
import { cost, pack, plan, report, weekdays } from './plan-facts.ts'

const date = (offset: number) => fromEpochDay(toEpochDay('2026-06-01') + offset)

/** Twelve packages of all methods, reports on every third day with a setback, bookings on every day. */
const methods = ['0-100', '50-50', '25-75', 'percent-complete', 'units', 'loe'] as const
const packages = Array.from({ length: 12 }, (_, k) =>
  pack(`P${k}`, {
    method: methods[k % methods.length]!,
    unitsPlanned: 40,
    budget: 10.1 * (k + 1),
    plannedStart: date(k * 2),
    plannedFinish: date(k * 2 + 9),
  }),
)
const packagesLater = packages.map((w) => ({ ...w, budget: w.budget * 1.5 }))
const facts = {
  baselines: [
    plan(packages),
    plan(packagesLater, { revision: 2, validFrom: date(12), reason: 'more scope' }),
  ],
  progress: packages.flatMap((w, k) =>
    [0, 3, 6, 9, 12, 15].map((d) =>
      report(w.id, date(k * 2 + d), {
        percentComplete: d === 9 ? 40 : Math.min(100, d * 7),
        unitsDone: d * 3,
        objective: d === 15,
        ...(d === 15 ? { finishedOn: date(k * 2 + 14) } : {}),
      }),
    ),
  ),
  costs: packages.flatMap((w, k) => [1, 2, 3, 4, 5].map((d) => cost(w.id, date(k * 2 + d), 2.3 * d - 3))),
  calendar: weekdays,
  costUnit: 'hours',
}

describe('the S-curve', () => {
  test('every point is the status of its date, also across a re-baseline and after completion', () => {
    const series = earnedValueSeries({
      ...facts,
      from: '2026-05-25',
      to: date(60),
      every: 'day',
      statusDate: date(60),
    })
    expect(series).toHaveLength(68)
    for (const point of series) {
      const status = earnedValueStatus({ ...facts, statusDate: point.date })
      expect(status, point.date).toMatchObject({ ...point.measures })
      expect(point.revision).toBe(status.baseline?.revision ?? null)
      expect(point.plannedValue).toBe(status.quantities?.plannedValue ?? null)
    }
    expect(series.at(-1)?.measures?.state).toBe('COMPLETE')
  })

  test('after the status date there is only the plan', () => {
    const series = earnedValueSeries({
      ...facts,
      from: date(0),
      to: date(30),
      every: 'week',
      statusDate: date(7),
    })
    expect(series.map((point) => point.date)).toEqual([
      '2026-06-07',
      '2026-06-14',
      '2026-06-21',
      '2026-06-28',
    ])
    expect(series.map((point) => point.measures === null)).toEqual([false, true, true, true])
    expect(series.every((point) => point.plannedValue !== null)).toBe(true)
  })

  test('month ends are the last days of months', () => {
    const months = { from: '2026-01-31', to: '2026-04-29', every: 'month', statusDate: date(0) } as const
    const ends = earnedValueSeries({ ...facts, ...months }).map((point) => point.date)
    expect(ends).toEqual(['2026-01-31', '2026-02-28', '2026-03-31'])
  })

  test('against one revision throughout nothing jumps', () => {
    const range = { from: date(0), to: date(40), every: 'day', statusDate: date(40) } as const
    const budgets = (revision: number) =>
      new Set(earnedValueSeries({ ...facts, ...range, revision }).map((point) => point.budgetAtCompletion))
    expect(budgets(1).size).toBe(1)
    expect(earnedValueSeries({ ...facts, ...range, revision: 1 })[20]?.revision).toBe(1)
  })

  test('AC is refused from the day of the first booking in another unit', () => {
    const costs = [...facts.costs, cost('P0', date(3), 100, { unit: 'JPY' })]
    const range = { from: date(0), to: date(5), every: 'day', statusDate: date(5) } as const
    const series = earnedValueSeries({ ...facts, ...range, costs })
    expect(series.map((point) => point.measures?.actualCost === null)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
    ])
  })
})
