import type { z } from 'zod'
import type { NotMeasurableReason } from '../../analytics/evm/measure.ts'
import type { StatusMeasures } from '../../analytics/evm/status-measures.ts'
import type { earnedValueFigures, FigureName } from '../../schemas/answers-earned-value.ts'

type Figures = z.infer<typeof earnedValueFigures>

/** The reasons of several groups under the names they have in the answer. */
function reasons(
  ...groups: readonly [Partial<Record<string, NotMeasurableReason>>, Record<string, string>][]
): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [missing, names] of groups) {
    for (const [name, short] of Object.entries(names)) {
      const reason = missing[name]
      if (reason !== undefined) found[short] = reason
    }
  }
  return found
}

const indexNames = {
  scheduleVariance: 'sv',
  costVariance: 'cv',
  schedulePerformanceIndex: 'spi',
  costPerformanceIndex: 'cpi',
  scheduleCostIndex: 'sci',
  percentComplete: 'percentComplete',
  percentSpent: 'percentSpent',
  estimateToComplete: 'etc',
  varianceAtCompletion: 'vac',
  toCompletePerformanceIndexBudget: 'tcpiBac',
  toCompletePerformanceIndexEstimate: 'tcpiEac',
}
const scheduleNames = {
  actualTime: 'at',
  plannedDuration: 'pd',
  earnedSchedule: 'es',
  scheduleVarianceTime: 'svT',
  schedulePerformanceIndexTime: 'spiT',
  scheduleCostIndexTime: 'sciT',
  toCompleteSchedulePerformanceIndex: 'tspi',
}
const estimateNames = {
  plannedRate: 'eac.pf1',
  costIndex: 'eac.cpi',
  scheduleIndex: 'eac.spi',
  scheduleCostIndex: 'eac.sci',
  composite: 'eac.composite',
  timeIndex: 'eac.spiT',
  timeCostIndex: 'eac.sciT',
  timeComposite: 'eac.compositeT',
}

const byScheduleNames = (method: string) => ({
  plannedRate: `ieacT.${method}.pf1`,
  scheduleIndex: `ieacT.${method}.spi`,
  scheduleCostIndex: `ieacT.${method}.sci`,
})
const byTimeNames = {
  plannedRate: 'ieacT.es.pf1',
  timeIndex: 'ieacT.es.spiT',
  timeCostIndex: 'ieacT.es.sciT',
}
const quantityNames = ['pv', 'ev', 'bac', 'discrete.pv', 'discrete.ev', 'discrete.bac']

/** Why the base quantities are missing: without a baseline there is nothing planned, in mixed units no cost. */
function quantityReasons({ quantities, actualCost }: StatusMeasures): Record<string, string> {
  const planned = quantities === null ? quantityNames.map((name) => [name, 'NO_BASELINE']) : []
  const cost = actualCost === null ? [['ac', 'UNIT_MIX']] : []
  return Object.fromEntries([...planned, ...cost]) as Record<string, string>
}

/** Why indices and estimates are missing, under their short names. */
export function indexReasons(
  missing: Partial<Record<string, NotMeasurableReason>>,
  estimates: Partial<Record<string, NotMeasurableReason>> = {},
): Record<string, string> {
  return reasons([missing, indexNames], [estimates, estimateNames])
}

/** Indices, schedule and forecasts as analytics gives them, and under which short names people know them. */
export function shortNames({
  indices,
  schedule,
  estimatesAtCompletion: eac,
  timeForecasts: time,
}: Pick<StatusMeasures, 'indices' | 'schedule' | 'estimatesAtCompletion' | 'timeForecasts'>) {
  return {
    sv: indices.scheduleVariance,
    cv: indices.costVariance,
    spi: indices.schedulePerformanceIndex,
    cpi: indices.costPerformanceIndex,
    sci: indices.scheduleCostIndex,
    percentComplete: indices.percentComplete,
    percentSpent: indices.percentSpent,
    es: schedule.earnedSchedule,
    svT: schedule.scheduleVarianceTime,
    spiT: schedule.schedulePerformanceIndexTime,
    sciT: schedule.scheduleCostIndexTime,
    tspi: schedule.toCompleteSchedulePerformanceIndex,
    eac: {
      pf1: eac.plannedRate,
      cpi: eac.costIndex,
      spi: eac.scheduleIndex,
      sci: eac.scheduleCostIndex,
      composite: eac.composite,
      spiT: eac.timeIndex,
      sciT: eac.timeCostIndex,
      compositeT: eac.timeComposite,
    },
    etc: indices.estimateToComplete,
    vac: indices.varianceAtCompletion,
    tcpiBac: indices.toCompletePerformanceIndexBudget,
    tcpiEac: indices.toCompletePerformanceIndexEstimate,
    ieacT: {
      pv: {
        pf1: time.plannedValue.plannedRate,
        spi: time.plannedValue.scheduleIndex,
        sci: time.plannedValue.scheduleCostIndex,
      },
      ed: {
        pf1: time.earnedDuration.plannedRate,
        spi: time.earnedDuration.scheduleIndex,
        sci: time.earnedDuration.scheduleCostIndex,
      },
      es: {
        pf1: time.earnedSchedule.plannedRate,
        spiT: time.earnedSchedule.timeIndex,
        sciT: time.earnedSchedule.timeCostIndex,
      },
    },
  }
}

/** Earned value under the field's usual short names; every `null` is explained in `notMeasurable`. */
export function renderFigures(measures: StatusMeasures): Figures {
  const { quantities, indices, schedule, levelOfEffortShare } = measures
  const { estimatesAtCompletion: eac, timeForecasts: time } = measures
  return {
    state: measures.state,
    pv: quantities?.plannedValue ?? null,
    ev: quantities?.earnedValue ?? null,
    ac: measures.actualCost,
    bac: quantities?.budgetAtCompletion ?? null,
    at: schedule.actualTime,
    pd: schedule.plannedDuration,
    ...shortNames(measures),
    discrete: {
      pv: quantities?.discrete.plannedValue ?? null,
      ev: quantities?.discrete.earnedValue ?? null,
      bac: quantities?.discrete.budgetAtCompletion ?? null,
    },
    loeShare: levelOfEffortShare.ofBudget,
    notMeasurable: {
      ...quantityReasons(measures),
      ...reasons(
        [indices.notMeasurable, indexNames],
        [schedule.notMeasurable, scheduleNames],
        [eac.notMeasurable, estimateNames],
        [time.plannedValue.notMeasurable, byScheduleNames('pv')],
        [time.earnedDuration.notMeasurable, byScheduleNames('ed')],
        [time.earnedSchedule.notMeasurable, byTimeNames],
        [levelOfEffortShare.notMeasurable, { ofBudget: 'loeShare' }],
      ),
    },
  }
}

/** Some of the figures, with the reasons of those among them that are null. */
export function chooseFigures(figures: Figures, names: readonly FigureName[]): Partial<Figures> {
  const { notMeasurable } = figures
  const isAbout = (name: string) => names.some((wanted) => name === wanted || name.startsWith(`${wanted}.`))
  const reasonsOfThem = Object.fromEntries(Object.entries(notMeasurable).filter(([name]) => isAbout(name)))
  return {
    ...Object.fromEntries(names.map((name) => [name, figures[name]])),
    ...(Object.keys(reasonsOfThem).length > 0 && { notMeasurable: reasonsOfThem }),
  }
}
