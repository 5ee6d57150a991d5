import { z } from 'zod'

const number = z.number().nullable()
const interval = z.strictObject({ value: z.number(), lower: number, upper: number })
const envelope = z.strictObject({
  models: z.array(z.string()),
  residual: z.tuple([z.number(), z.number()]).describe('[least, most]'),
})
const targetTime = interval
  .extend({ target: z.number(), value: number })
  .describe(
    'in units of the axis; null: not reached within a million times the observation, or no upper limit',
  )
const ends95 = z.tuple([z.number(), number]).describe('95 %; null as the upper end: unbounded')
const bootstrap = z
  .strictObject({
    replicates: z.int(),
    seed: z.int(),
    omega: ends95,
    residual: ends95.describe('simulated total less what that simulation had found'),
    withoutEstimate: z.int().describe('replicates without a finite estimate; they count as infinite'),
  })
  .describe('parametric bootstrap of the selected model, when asked for')
const named = z.record(z.string(), z.number()).nullable()

const reliabilityModel = z.strictObject({
  model: z.string(),
  status: z.enum(['fitted', 'no-finite-estimate', 'boundary', 'not-applicable']),
  parameters: named,
  standardErrors: named,
  logLikelihood: number.describe('of counts with -ln x!'),
  aic: number,
  bic: number.describe('n = number of failures'),
  residual: number,
  convergenceRatio: number,
  omegaInterval95: z
    .tuple([z.number(), number])
    .nullable()
    .describe('of the parameter, by profile likelihood; null as the upper end: unbounded'),
  totalInterval95: z
    .tuple([z.number(), number])
    .nullable()
    .describe('the same of the total number of failures, which is not below those found'),
  goodness: z
    .strictObject({
      test: z.enum(['kolmogorov-smirnov', 'dispersion']),
      statistic: z.number(),
      degreesOfFreedom: number,
      probability: z.number(),
      rejected: z.boolean(),
    })
    .nullable(),
})

const selected = z.strictObject({
  model: z.string(),
  reasons: z.array(z.string()),
  envelope: envelope.describe('over every model with a residual'),
  indistinguishable: envelope
    .extend({ residualUpper: number.describe('largest upper end of a 95 % interval') })
    .describe('over the models whose AIC is within 4 of the best'),
  residual: interval,
  convergenceRatio: interval,
  refits: z.array(z.strictObject({ observedUntil: z.number(), events: z.int(), omega: number })),
  outlook: z.strictObject({
    mission: z.number(),
    reliability: interval.nullable(),
    mtbf: z.strictObject({ instantaneous: interval.nullable(), conditional: number }),
    timeToResidual: targetTime.nullable(),
    timeToReliability: targetTime,
    psse: number,
    prr: number,
  }),
  bootstrap: bootstrap.optional(),
})

const growthCurve = z
  .strictObject({
    observed: z.array(z.strictObject({ time: z.number(), found: z.int() })).describe('cumulative'),
    times: z
      .array(z.number())
      .describe('where the curves below are given, to a quarter beyond the observation'),
    models: z.array(
      z.strictObject({
        model: z.string(),
        selected: z.boolean(),
        indistinguishable: z.boolean(),
        expected: z.array(z.number()).describe('mean value function, one for each of `times`'),
      }),
    ),
    band: z
      .array(z.strictObject({ lower: number, upper: number }))
      .describe('pointwise 95 % interval of the selected mean value function; empty when none is selected'),
  })
  .describe('what was found and what the models of finitely many failures expect, when asked for')

/** Reliability growth of a project; times are in units of the axis. */
export const reliabilityAnswer = z.strictObject({
  project: z.string(),
  statusDate: z.string(),
  at: z.string(),
  asOf: z.string(),
  axis: z.enum(['cases', 'days']).describe('executed test cases when their daily volume is known, else days'),
  phase: z.string().nullable(),
  data: z
    .strictObject({ kind: z.enum(['time', 'grouped']), events: z.int(), observedUntil: z.number() })
    .nullable(),
  trend: z.strictObject({ laplace: number }),
  models: z.array(reliabilityModel),
  selected: selected.nullable(),
  notAssessable: z.array(z.string()).describe('codes; empty when it may be judged by'),
  curve: growthCurve.optional(),
})
