import { z } from 'zod'

const at = z.string().describe('RFC 3339 instant')
const level = z.enum(['low', 'standard', 'high'])
const number = z.number().nullable()
const interval = z.tuple([z.number(), z.number()]).nullable()

/** What a zone, or the absence of one, asks for. */
export const zoneReading = z.enum([
  'OVER_TESTED_OR_WEAK_CASES',
  'INEFFICIENT_OR_RISKY',
  'POOR_UPSTREAM_QUALITY',
  'GOOD_OR_TESTS_MISS',
  'STANDARD',
  'QUALITY_PROBLEM',
  'NOT_ASSESSABLE',
  'MORE_TESTS_NEEDED',
  'POOR_AND_UNDER_TESTED',
])
export type ZoneReading = z.infer<typeof zoneReading>

const band = z.strictObject({ lower: z.number(), median: z.number(), upper: z.number() })

/** Where limits come from: the organisation's own finished projects, or a named publication. */
export const limitSource = z.strictObject({
  name: z.string(),
  external: z.boolean(),
  source: z.string(),
  projects: z.int().nullable().describe('number of projects behind the limits, where it is known'),
})

const side = z.strictObject({ value: number, interval, limits: band.nullable(), level: level.nullable() })

export const zoneAnswer = z.strictObject({
  phase: z.string(),
  component: z.string().nullable(),
  test: side,
  defect: side,
  reading: zoneReading.nullable(),
  lowConfidence: z.boolean(),
  asksForAnalysis: z.boolean(),
  answer: z
    .strictObject({
      conclusion: z.string(),
      analyst: z.string(),
      analysedAt: at,
      evidence: z.string().nullable(),
      isCurrent: z.boolean().describe('false when it was given for another zone than that of today'),
    })
    .nullable(),
  limits: limitSource.nullable(),
  why: z.string().nullable(),
  message: z.string().nullable(),
})

const measuredAt = { project: z.string(), statusDate: z.string(), at, asOf: at }

export const zonesAnswer = z.strictObject({ ...measuredAt, zones: z.array(zoneAnswer) })

/** Every early warning and contradiction there is. They inform or hold back; none turns HOLD into SHIP. */
export const warningCode = z.enum([
  'DETECTION_RATE_RISING',
  'BACKLOG_GROWING',
  'TESTS_BEHIND',
  'SPI_T_LOW',
  'REOPEN_RATE_HIGH',
  'REPORTS_MISSING',
  'RATE_OUT_OF_CONTROL',
  'SPI_GOOD_TESTS_BEHIND',
  'PROGRESS_WITHOUT_COST',
  'MANY_TESTS_NO_DEFECTS',
  'CLOSED_WITHOUT_TEST_RUN',
  'IDENTICAL_TEST_COUNTS',
  'TEST_PLAN_CUT',
  'SEVERITY_LOWERED_LATE',
  'DATES_MOVED_LATE',
  'EXECUTED_ABOVE_PLANNED',
  'OUTCOMES_ABOVE_EXECUTED',
  'GENERATED_CODE_COUNTED',
  'MEASURED_BEFORE_LAST_COMMIT',
  'UNKNOWN_NAME',
])
export type WarningCode = z.infer<typeof warningCode>

export const warningsAnswer = z.strictObject({
  ...measuredAt,
  warnings: z.array(
    z.strictObject({
      code: warningCode,
      about: z.string(),
      values: z.record(z.string(), z.union([z.number(), z.string()])),
      damping: z
        .strictObject({ needed: z.int(), of: z.int() })
        .nullable()
        .describe(
          'up in at least `needed` of the last `of` weeks or expected reports; null where one is enough',
        ),
      message: z.string(),
    }),
  ),
})

const chartPoint = z.strictObject({
  label: z.string(),
  value: z.number(),
  lower: number,
  upper: number,
  signal: z.boolean(),
})

export const chartAnswer = z.strictObject({
  ...measuredAt,
  chart: z.string(),
  of: z.string(),
  centre: number,
  sigmaZ: number.optional(),
  provisional: z.boolean().describe('with fewer than 20 points limits are provisional'),
  options: z
    .record(z.string(), z.number())
    .describe('of ewma: lambda, limit; of cusum: k, h; of both: target, sigma, where the caller set them'),
  points: z.array(chartPoint),
  findings: z
    .array(
      z.strictObject({
        code: z.enum(['ABOVE_UPPER', 'BELOW_LOWER']),
        label: z.string(),
        value: z.number(),
        limit: z.number(),
        message: z.string(),
      }),
    )
    .describe('the points outside their limits'),
})

export const paretoAnswer = z.strictObject({
  ...measuredAt,
  chart: z.literal('pareto'),
  components: z.array(
    z.strictObject({
      component: z.string(),
      defects: z.int(),
      ksloc: z.number(),
      density: z.number(),
      interval: z.tuple([z.number(), z.number()]),
      shrunk: z.number().describe('density shrunk towards that of all components'),
      shrunkInterval: z.tuple([z.number(), z.number()]),
      isAboveLimit: z.boolean().describe('above the upper limit of the u chart of the components'),
      cumulativeShare: z.number(),
    }),
  ),
  withoutComponent: z.int().describe('defects that name no component'),
  withoutSize: z
    .array(z.strictObject({ component: z.string(), defects: z.int() }))
    .describe('components with defects whose size is 0 or was not measured'),
})

/** The state of a PB curve by its machine rules. */
export const pbState = z.enum([
  'CONVERGING',
  'NOT_CONVERGED',
  'QUALITY_PROBLEM',
  'BLOCKED_OR_UNDER_TESTED',
  'STOPPED',
  'NO_DEFECTS_FOUND',
  'TOO_EARLY',
])
export type PbState = z.infer<typeof pbState>

export const pbCurveAnswer = z.strictObject({
  ...measuredAt,
  chart: z.literal('pb'),
  state: pbState,
  slopeRatio: number.describe('defects per case in the last 20 % of the cases / over all'),
  casesRemaining: number,
  oldestOpenDays: number,
  daysSinceCritical: number,
  points: z.array(
    z.strictObject({
      date: z.string(),
      planned: z.int(),
      executed: z.int(),
      found: z.int(),
      closed: z.int(),
      open: z.int(),
    }),
  ),
})

export const baselinesAnswer = z.strictObject({
  asOf: at,
  statusDate: z.string(),
  version: z.int().describe('version of the way in which they are computed'),
  baselines: z.array(
    z.strictObject({
      name: z.string(),
      external: z.boolean(),
      source: z.string(),
      class: z.string(),
      phase: z.string(),
      product: z.string().nullable(),
      projects: z.int().nullable(),
      shippedFrom: z.string().nullable().describe('date on which the first of the projects was shipped'),
      shippedUntil: z.string().nullable().describe('date on which the last of them was shipped'),
      testsPerKsloc: band,
      defectsPerKsloc: band,
      usable: z.boolean().describe('false when too few projects are behind it'),
    }),
  ),
})
