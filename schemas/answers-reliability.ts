import { z } from 'zod'

const number = z.number().nullable()
const interval = z.strictObject({ value: z.number(), lower: number, upper: number })
const envelope = z.strictObject({
  models: z.array(z.string()),
  residual: z.tuple([z.number(), z.number()]).describe('[least, most]'),
})
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
    .describe('by profile likelihood; null as the upper end: unbounded'),
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
    timeToResidualOne: z.strictObject({ value: number, lower: number, upper: number }).nullable(),
    timeToReliability95: number,
    psse: number,
    prr: number,
  }),
})

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
})
