import { z } from 'zod'
import { findingCode, findingSeverity } from './indicators.ts'

const value = z.number().nullable()

const byMethod = <T extends z.ZodType>(each: T) =>
  z.strictObject({
    pv: z.strictObject({ pf1: each, spi: each, sci: each }),
    ed: z.strictObject({ pf1: each, spi: each, sci: each }),
    es: z.strictObject({ pf1: each, spiT: each, sciT: each }),
  })

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
  ieacT: byMethod(value),
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
  notMeasurable: z.record(z.string(), z.string()).describe('why a value is null, by its name'),
})

export const earnedValueFinding = z.strictObject({
  code: findingCode,
  severity: findingSeverity,
  workPackage: z.string().nullable(),
  message: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
  facts: z.string().describe('a query of the facts behind it'),
})

const rebaseline = z.strictObject({
  revision: z.int(),
  previousRevision: z.int(),
  validFrom: z.string(),
  reason: z.string(),
  bacBefore: z.number(),
  bacAfter: z.number(),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  rebudgeted: z.array(z.string()),
  svBefore: z.number(),
  svAfter: z.number(),
  erasedSv: z.number().describe('how much delay the new plan made disappear; 0 when it hides none'),
})

const dcmaCheck = z.strictObject({
  point: z.int().nullable().describe('its number among the 14 points'),
  check: z.string(),
  value,
  limit: value,
  passes: z.enum(['at-most', 'at-least']),
  passed: z.boolean().nullable(),
  why: z.string().nullable(),
  workPackages: z.array(z.string()),
})

const testPhase = z.strictObject({
  phase: z.string(),
  kind: z.string(),
  weighting: z.enum(['effort', 'cases']),
  unit: z.string().describe('of pv, ev and bac; ac is in the unit of cost'),
  planned: value,
  executed: value,
  passed: value,
  failed: value,
  blocked: value,
  reportedOn: z.string().nullable(),
  pv: value,
  ev: value,
  bac: value,
  ac: value,
  acFrom: z.enum(['testHours', 'bookings']),
  sv: value,
  spi: value,
  cpi: value,
  es: value,
  spiT: value,
  notMeasurable: z.record(z.string(), z.string()),
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
  baselines: z
    .array(
      z.strictObject({
        revision: z.int(),
        validFrom: z.string(),
        validUntil: z.string().nullable(),
        reason: z.string(),
        figures: earnedValueFigures,
      }),
    )
    .describe('each baseline so far, measured on its last valid day, the last one at the status date'),
  sinceFirst: z.strictObject({ revision: z.int(), figures: earnedValueFigures }).nullable(),
  rebaselines: z.array(rebaseline),
  eacRange: z.tuple([value, value, value]).describe('[pf1, cpi, sci]: optimistic, default, pessimistic'),
  forecastFinish: z.string().nullable(),
  forecastFinishDates: byMethod(z.string().nullable()),
  stalled: z.array(z.string()).describe('should have started and have earned nothing'),
  unplannedCost: value.describe('the part of ac on packages that the plan does not have'),
  groups: z.array(group),
  dcma: z.array(dcmaCheck),
  testPhases: z.array(testPhase),
  findings: z.array(earnedValueFinding),
})

/** What of the figures may be asked for alone; the reasons of what is null always come with it. */
export const figureName = earnedValueFigures.omit({ notMeasurable: true }).keyof()
export type FigureName = z.infer<typeof figureName>

const point = z.strictObject({
  date: z.string(),
  revision: z.int().nullable(),
  pv: value,
  bac: value,
  figures: earnedValueFigures.nullable().describe('null after the status date'),
})

export const earnedValueSeriesAnswer = z.strictObject({
  project: z.string(),
  statusDate: z.string(),
  asOf: z.string(),
  costUnit: z.string(),
  every: z.enum(['day', 'week', 'month']),
  baseline: z
    .int()
    .nullable()
    .describe('the revision asked for; null: each point by the one valid on its date'),
  points: z.array(point),
  sinceFirst: z
    .strictObject({ revision: z.int(), points: z.array(point) })
    .nullable()
    .describe('the same dates against the first baseline; null when there was no re-baseline'),
  rebaselines: z.array(rebaseline),
})

/** A series of some of the figures: a point of all of them is 1.2 kB. */
export const chosenSeriesAnswer = earnedValueSeriesAnswer.extend({
  points: z.array(point.extend({ figures: earnedValueFigures.partial().nullable() })),
  sinceFirst: z
    .strictObject({
      revision: z.int(),
      points: z.array(point.extend({ figures: earnedValueFigures.partial().nullable() })),
    })
    .nullable(),
})

const portfolioGroup = z.strictObject({
  division: z.string().nullable().describe('null: of the whole portfolio'),
  costUnit: z.string(),
  projects: z.int(),
  measured: z.int(),
  notMeasured: z.array(z.strictObject({ project: z.string(), why: z.string() })),
  pv: value,
  ev: value,
  ac: value,
  bac: value,
  sv: value,
  cv: value,
  spi: value,
  cpi: value,
  sci: value,
  percentComplete: value,
  eacRange: z.tuple([value, value, value]),
  stalled: z.int().describe('packages of its projects that should have started and have earned nothing'),
  costRefused: z.array(z.string()).describe('projects with costs in another unit, which leave ac unknown'),
  notMeasurable: z.record(z.string(), z.string()),
})

/** Earned value of the declared projects rolled up per unit of cost; hours and money are never added up. */
export const portfolioEarnedValueAnswer = z.strictObject({
  by: z.enum(['division', 'unit']),
  at: z.string(),
  asOf: z.string(),
  groups: z.array(portfolioGroup),
  undeclared: z
    .array(z.string())
    .describe('projects that facts are about but that nobody declared; in no group'),
})
