import { z } from 'zod'

const value = z.number().nullable()

/**
 * Earned value at one status date, under the field's usual short names. Money and effort in the project's unit
 * of cost; `at`, `pd`, `es`, `svT` and the forecasts `ieacT` in working days. SV, SPI and earned schedule are of
 * discrete work only, everything else of all work.
 */
export const earnedValueFigures = z.strictObject({
  state: z.enum(['NO_BASELINE', 'NOT_STARTED', 'IN_PROGRESS', 'COMPLETE']),
  pv: value,
  ev: value,
  ac: value,
  bac: value,
  sv: value,
  cv: value,
  spi: value,
  cpi: value,
  sci: value,
  percentComplete: value.describe('a ratio: 0.35, not 35'),
  percentSpent: value,
  at: value,
  pd: value,
  es: value,
  svT: value,
  spiT: value,
  sciT: value,
  tspi: value,
  eac: z.strictObject({
    pf1: value,
    cpi: value,
    spi: value,
    sci: value,
    composite: value,
    spiT: value,
    sciT: value,
    compositeT: value,
  }),
  etc: value,
  vac: value,
  tcpiBac: value,
  tcpiEac: value,
  ieacT: z.strictObject({
    pv: z.strictObject({ pf1: value, spi: value, sci: value }),
    ed: z.strictObject({ pf1: value, spi: value, sci: value }),
    es: z.strictObject({ pf1: value, spiT: value, sciT: value }),
  }),
  discrete: z.strictObject({ pv: value, ev: value, bac: value }),
  loeShare: value.describe('level of effort as a share of the budget'),
  notMeasurable: z.record(z.string(), z.string()).describe('why a value is null, by its name'),
})

const group = z.strictObject({
  key: z.string(),
  pv: value,
  ev: value,
  ac: value,
  bac: value,
  sv: value,
  spi: value,
  cpi: value,
})

export const earnedValueFinding = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  workPackage: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const earnedValueAnswer = earnedValueFigures.extend({
  project: z.string(),
  statusDate: z.string(),
  asOf: z.string(),
  costUnit: z.string(),
  metricVersions: z.record(z.string(), z.int()),
  baseline: z
    .strictObject({
      revision: z.int(),
      validFrom: z.string(),
      plannedStart: z.string(),
      plannedFinish: z.string(),
    })
    .nullable(),
  forecastFinish: z.string().nullable(),
  stalled: z.array(z.string()),
  groups: z.array(group),
  findings: z.array(earnedValueFinding),
})

export const earnedValueSeriesAnswer = z.strictObject({
  project: z.string(),
  asOf: z.string(),
  costUnit: z.string(),
  every: z.enum(['day', 'week', 'month']),
  points: z.array(
    z.strictObject({
      date: z.string(),
      revision: z.int().nullable(),
      pv: value,
      bac: value,
      figures: earnedValueFigures.nullable().describe('null after the status date'),
    }),
  ),
})
