import { parse } from 'csv-parse/sync'
import { scheduleMeasures } from '../../../analytics/evm/earned-schedule.ts'
import { estimatesAtCompletion } from '../../../analytics/evm/estimates.ts'
import { performanceIndices } from '../../../analytics/evm/indices.ts'
import { measureOf } from '../../../analytics/evm/measure.ts'
import { timeForecasts } from '../../../analytics/evm/time-forecasts.ts'
import { workingTime } from '../../../cli/analyze/working-clock.ts'
import { readJson, readReference } from './reference-data.ts'

export interface Period {
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
export const project = readJson('claeys_verhelst_expected.json') as {
  BAC: number
  PD_workdays: number
  periods?: Period[]
}
export const periods = project.periods ?? []
export const published = parse(readReference('claeys_verhelst_tracking.csv'), {
  columns: true,
  comment: '#',
}) as unknown as Record<string, string>[]

const START = '2006-04-17T08:00'
/** Working days from the start of the project to a published moment. */
export const sinceStart = (moment: string) => workingTime(moment)! - workingTime(START)!

/**
 * The file has only eight status rows: its PV column is far too coarse to find ES on it (interpolating gives 108
 * working days at Preparation2, where the daily plan of the tool gave 170). But the published ES dates are points
 * of that daily plan: at the time ES the plan's PV is the EV of the period. So the curve of the eight (AT, PV)
 * points and the eight (ES, EV) points is the plan as far as it is known, and on it everything is reproduced.
 */
export const curve = [
  { time: 0, plannedValue: 0 },
  ...periods.flatMap((p) => [
    { time: p.AT_workdays, plannedValue: p.PV },
    { time: p.ES_workdays, plannedValue: p.EV },
  ]),
].sort((a, b) => a.time - b.time || a.plannedValue - b.plannedValue)

export function analyse(p: Period) {
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

/** The eight estimates at completion by the names of the expected file. */
export function estimatesByFactor(p: Period): Record<string, number | null> {
  const e = analyse(p).estimates
  return {
    PF1: e.plannedRate,
    CPI: e.costIndex,
    SPI: e.scheduleIndex,
    SCI: e.scheduleCostIndex,
    SPI_t: e.timeIndex,
    SCI_t: e.timeCostIndex,
    '0.8CPI+0.2SPI': e.composite,
    '0.8CPI+0.2SPI_t': e.timeComposite,
  }
}

/** The nine forecasts of duration by the columns of the tracking file. */
export function forecastsByColumn(p: Period): Record<string, number | null> {
  const { plannedValue: pv, earnedDuration: ed, earnedSchedule: es } = analyse(p).forecasts
  return {
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
}
