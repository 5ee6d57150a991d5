import { expect, test } from 'vitest'
import { parse } from 'csv-parse/sync'
import { workingTime } from '../../../cli/analyze/working-clock.ts'
import { scheduleMeasures } from '../../../analytics/evm/earned-schedule.ts'
import { estimatesAtCompletion } from '../../../analytics/evm/estimates.ts'
import { performanceIndices } from '../../../analytics/evm/indices.ts'
import { measureOf } from '../../../analytics/evm/measure.ts'
import { timeForecasts } from '../../../analytics/evm/time-forecasts.ts'
import { describeReference, readJson, readReference } from './reference-data.ts'

interface Period {
  readonly name: string
  readonly PV: number
  readonly EV: number
  readonly AC: number
  readonly ES_workdays: number
  readonly AT_workdays: number
  readonly SV_t_workdays: number
  readonly SPI: number
  readonly CPI: number
  readonly SPI_t: number
  readonly SV: number
  readonly CV: number
  readonly EAC: Record<string, number>
  readonly EAC_published: Record<string, number>
  readonly IEAC_t_workdays: Record<string, number>
}
const project = readJson('claeys_verhelst_expected.json') as {
  BAC: number
  PD_workdays: number
  periods?: Period[]
}
const periods = project.periods ?? []
const published = parse(readReference('claeys_verhelst_tracking.csv'), {
  columns: true,
  comment: '#',
}) as unknown as Record<string, string>[]

const START = '2006-04-17T08:00'
/** Working days from the start of the project to a published moment. */
const sinceStart = (moment: string) => workingTime(moment)! - workingTime(START)!

/**
 * The file has only eight status rows: its PV column is far too coarse to find ES on it (interpolating gives 108
 * working days at Preparation2, where the daily plan of the tool gave 170). But the published ES dates are points
 * of that daily plan: at the time ES the plan's PV is the EV of the period. So the curve of the eight (AT, PV)
 * points and the eight (ES, EV) points is the plan as far as it is known, and on it everything is reproduced.
 */
const curve = [
  { time: 0, plannedValue: 0 },
  ...periods.flatMap((p) => [
    { time: p.AT_workdays, plannedValue: p.PV },
    { time: p.ES_workdays, plannedValue: p.EV },
  ]),
].sort((a, b) => a.time - b.time || a.plannedValue - b.plannedValue)

function analyse(p: Period) {
  const quantities = {
    budgetAtCompletion: project.BAC,
    plannedValue: p.PV,
    earnedValue: p.EV,
    actualCost: p.AC,
  }
  const indices = performanceIndices(quantities)
  const costPerformanceIndex = measureOf(indices, 'costPerformanceIndex')
  // The tool lets AT go on after completion (row Finish), so no completion is told here.
  const schedule = scheduleMeasures({
    curve,
    earnedValue: p.EV,
    elapsed: p.AT_workdays,
    costPerformanceIndex,
  })
  const estimates = estimatesAtCompletion(quantities, measureOf(schedule, 'schedulePerformanceIndexTime'))
  const forecasts = timeForecasts({
    plannedDuration: measureOf(schedule, 'plannedDuration'),
    actualTime: measureOf(schedule, 'actualTime'),
    earnedSchedule: measureOf(schedule, 'earnedSchedule'),
    budgetAtCompletion: project.BAC,
    scheduleVariance: measureOf(indices, 'scheduleVariance'),
    schedulePerformanceIndex: measureOf(indices, 'schedulePerformanceIndex'),
    costPerformanceIndex,
    schedulePerformanceIndexTime: measureOf(schedule, 'schedulePerformanceIndexTime'),
  })
  return { indices, schedule, estimates, forecasts }
}

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
    const e = analyse(p).estimates
    const byFactor = {
      PF1: e.plannedRate,
      CPI: e.costIndex,
      SPI: e.scheduleIndex,
      SCI: e.scheduleCostIndex,
      SPI_t: e.timeIndex,
      SCI_t: e.timeCostIndex,
      '0.8CPI+0.2SPI': e.composite,
      '0.8CPI+0.2SPI_t': e.timeComposite,
    }
    for (const [factor, value] of Object.entries(byFactor)) {
      expect(value, factor).toBeCloseTo(p.EAC[factor]!, 4)
      // The tool exports single precision.
      expect(Math.abs(value! - p.EAC_published[factor]!), factor).toBeLessThan(1)
    }
  })

  test.each(periods.map((p, row) => ({ ...p, row })))('$name: all nine time forecasts', (p) => {
    const { plannedValue: pv, earnedDuration: ed, earnedSchedule: es } = analyse(p).forecasts
    expect(es.plannedRate).toBeCloseTo(p.IEAC_t_workdays['PF1']!, 9)
    expect(es.timeIndex).toBeCloseTo(p.IEAC_t_workdays['SPI_t']!, 9)
    expect(es.timeCostIndex).toBeCloseTo(p.IEAC_t_workdays['SCI_t']!, 9)
    const columns = {
      eac_t_pv_pf1: pv.plannedRate,
      eac_t_pv_spi: pv.scheduleIndex,
      eac_t_pv_sci: pv.scheduleCostIndex,
      eac_t_ed_pf1: ed.plannedRate,
      eac_t_ed_spi: ed.scheduleIndex,
      eac_t_ed_sci: ed.scheduleCostIndex,
      eac_t_es_pf1: es.plannedRate,
      eac_t_es_spit: es.timeIndex,
      eac_t_es_scit: es.timeCostIndex,
    }
    for (const [column, days] of Object.entries(columns)) {
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
