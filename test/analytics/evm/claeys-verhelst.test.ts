import { expect, test } from 'vitest'
import { scheduleMeasures } from '../../../analytics/evm/earned-schedule.ts'
import {
  analyse,
  curve,
  estimatesByFactor,
  forecastsByColumn,
  periods,
  project,
  published,
  sinceStart,
  type Period,
} from './claeys-verhelst.ts'
import { describeReference } from './reference-data.ts'

describeReference('Claeys-Verhelst, a real project', () => {
  test.each(periods)('$name: indices and earned schedule', (p) => {
    const { indices, schedule } = analyse(p)
    expect(indices.scheduleVariance).toBeCloseTo(p.SV, 6)
    expect(indices.costVariance).toBeCloseTo(p.CV, 6)
    expect(indices.schedulePerformanceIndex).toBeCloseTo(p.SPI, 9)
    expect(indices.costPerformanceIndex).toBeCloseTo(p.CPI, 9)
    expect(schedule.plannedDuration).toBe(project.PD_workdays)
    expect(schedule.earnedSchedule).toBeCloseTo(p.ES_workdays, 9)
    expect(schedule.scheduleVarianceTime).toBeCloseTo(p.SV_t_workdays, 9)
    expect(schedule.schedulePerformanceIndexTime).toBeCloseTo(p.SPI_t, 9)
  })

  test.each(periods)('$name: all eight estimates at completion', (p) => {
    for (const [factor, value] of Object.entries(estimatesByFactor(p))) {
      expect(value, factor).toBeCloseTo(p.EAC[factor]!, 4)
      // The tool exports single precision.
      expect(Math.abs(value! - p.EAC_published[factor]!), factor).toBeLessThan(1)
    }
  })

  test.each(periods.map((p, row) => ({ ...p, row })))('$name: all nine time forecasts', (p) => {
    const { earnedSchedule: es } = analyse(p).forecasts
    expect(es.plannedRate).toBeCloseTo(p.IEAC_t_workdays['PF1']!, 9)
    expect(es.timeIndex).toBeCloseTo(p.IEAC_t_workdays['SPI_t']!, 9)
    expect(es.timeCostIndex).toBeCloseTo(p.IEAC_t_workdays['SCI_t']!, 9)
    for (const [column, days] of Object.entries(forecastsByColumn(p))) {
      // Published forecasts are dates rounded to a working hour.
      const hours = 8 * (sinceStart(published[p.row]![column]!) - days!)
      expect(Math.abs(hours), `${column} ${days}`).toBeLessThanOrEqual(1)
    }
  })

  test('the published status and ES dates are the working days of the expected file', () => {
    periods.forEach((p, row) => {
      expect(sinceStart(published[row]!['status_date']!)).toBe(p.AT_workdays)
      expect(sinceStart(published[row]!['es_date']!)).toBe(p.ES_workdays)
    })
  })

  test('with the completion told, AT stands still and SPI(t) of the day after does not fall', () => {
    const [completion, finish] = periods.slice(-2)
    const measures = (p: Period) =>
      scheduleMeasures({
        curve,
        earnedValue: p.EV,
        elapsed: p.AT_workdays,
        completedAt: completion!.AT_workdays,
        costPerformanceIndex: 1,
      })
    expect(measures(finish!)).toEqual(measures(completion!))
  })
})
