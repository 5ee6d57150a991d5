import { z } from 'zod'
import { policyDifferenceAnswer } from './answers-policy.ts'
import { warningCode } from './answers-quality.ts'
import { backtestAnswer } from './backtest.ts'
import { reasonKind } from './indicators.ts'
import { recommendation, waiverProblem, waiverState } from './verdict.ts'

const at = z.string().describe('RFC 3339 instant')

/** Why a share of the pack is not measurable: the closed list. */
export const committeeWhy = z.enum([
  'NO_PROJECTS',
  'NO_SHORTFALL',
  'NO_INDEPENDENT_CONDITION',
  'NO_WARNINGS',
  'FIRST_VERSION',
  'NO_RELEASES',
])
export type CommitteeWhy = z.infer<typeof committeeWhy>

/** A month of the calendar, 1990-01 to 2199-12. */
export const monthName = z.string().regex(/^(?:199\d|20\d\d|21\d\d)-(?:0[1-9]|1[0-2])$/, {
  error: 'must be a month YYYY-MM between 1990-01 and 2199-12',
})

/** A share with its 95 % interval (Wilson); null, and why, where there is nothing to divide by. */
export const committeeShare = z.strictObject({
  numerator: z.int(),
  denominator: z.int(),
  share: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable(),
  why: committeeWhy.nullable(),
})
export type CommitteeShare = z.infer<typeof committeeShare>

const counts = z.strictObject({ SHIP: z.int(), HOLD: z.int() })

/** The projects of a division, or of the whole portfolio, at the end of the month. */
export const committeeGroup = z.strictObject({
  division: z.string().nullable().describe('null for projects that nobody declared, and for the total'),
  projects: z.int(),
  before: counts.describe('of those that were known and under way when the month began'),
  after: counts,
  medianScore: z.number().nullable(),
  incomplete: committeeShare.describe('verdicts with a reason of the kind DATA, of all'),
  overridden: committeeShare.describe(
    'required conditions at the release that do not pass and are waived, of all that do not pass',
  ),
  shipsByWaiver: z.int().describe('projects that may ship because of a waiver'),
  verified: committeeShare.describe(
    'conditions that ask for a verifier from outside and pass, of all that ask for one',
  ),
  warned: committeeShare.describe('early warnings of the start that came true, of those that were early'),
})
export type CommitteeGroup = z.infer<typeof committeeGroup>

const reasonLine = z.strictObject({
  code: z.string(),
  kind: reasonKind,
  condition: z.string().nullable(),
  message: z.string(),
})

const ofProject = { project: z.string(), name: z.string().nullable(), division: z.string().nullable() }

export const committeeFlip = z.strictObject({
  ...ofProject,
  from: recommendation,
  to: recommendation,
  at: at.describe('when it was told; the end of the month for what nobody asked for until then'),
  verdict: z.string().nullable().describe('null for what was not told before the end of the month'),
  policyChanged: z.boolean(),
  reasons: z
    .array(reasonLine)
    .describe('to HOLD: the reasons that are new; to SHIP: the reasons that are gone'),
})

export const committeeHold = z.strictObject({
  hold: z.string(),
  office: z.string(),
  scope: z.string().describe('all, project:<id> or division:<name>'),
  reason: z.string(),
  placedBy: z.string(),
  placedAt: at,
  liftedBy: z.string().nullable(),
  liftedAt: at.nullable(),
  liftReason: z.string().nullable(),
})
export type CommitteeHold = z.infer<typeof committeeHold>

export const committeeWaiver = z.strictObject({
  ...ofProject,
  waiver: z.string(),
  condition: z.string().nullable(),
  gate: z.string().nullable(),
  state: waiverState,
  why: waiverProblem.nullable(),
  reason: z.string().nullable(),
  requestedBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  expiresAt: at,
  used: z.boolean().describe('in force on a condition that fails or is inconclusive'),
})
export type CommitteeWaiver = z.infer<typeof committeeWaiver>

export const warningOutcome = z.enum(['CAME_TRUE', 'NOT_YET', 'NOT_EARLY'])
export const warningProof = z.enum(['CONDITION', 'HOLD_ORDER', 'ESCAPED_DEFECT'])

export const committeeWarning = z.strictObject({
  ...ofProject,
  code: warningCode,
  about: z.string(),
  message: z.string(),
  outcome: warningOutcome,
  by: warningProof.nullable(),
  proof: z.string().nullable().describe('the id of the condition, hold or defect'),
})

export const committeePolicy = z.strictObject({
  id: z.string(),
  version: z.int(),
  title: z.string(),
  effectiveFrom: z.string(),
  uploadedAt: at,
  uploadedBy: z.string(),
  change: z
    .enum(['in-effect', 'announced'])
    .describe('in-effect: began to apply in the month; announced: recorded in it, applies later'),
  replaces: z.int().nullable(),
  differences: policyDifferenceAnswer.shape.counts.nullable(),
  backtest: backtestAnswer.shape.summary
    .omit({ before: true, after: true })
    .nullable()
    .describe('over every release shipped by the end of the month, as known on its day of shipping'),
  why: committeeWhy.nullable().describe('why there is no backtest'),
})

/** What the risk and compliance committee reads of one month, as it was known at its end. */
export const committeeReport = z.strictObject({
  month: z.string(),
  gate: z.string(),
  zone: z.string(),
  from: at.describe('the last instant before the month'),
  asOf: at.describe('the last instant of the month, or now while it is not over'),
  isOver: z.boolean().describe('the pack of a month that is over does not change any more'),
  total: committeeGroup,
  divisions: z.array(committeeGroup),
  leftOut: z.strictObject({
    shippedBefore: z.int(),
    cancelled: z.int(),
    undeclared: z.array(z.string()).describe('counted, and on HOLD, without a division'),
  }),
  holds: z.strictObject({
    inForce: z.array(committeeHold),
    placed: z.array(committeeHold),
    lifted: z.array(committeeHold),
  }),
  waivers: z.strictObject({
    inForce: z.int(),
    used: z.int(),
    expired: z.int().describe('that ended in the month'),
    unmatched: z.int(),
    items: z.array(committeeWaiver),
  }),
  flips: z.strictObject({
    toShip: z.int(),
    toHold: z.int(),
    causes: z
      .array(z.strictObject({ kind: reasonKind, flips: z.int() }))
      .describe('a flip counts once for each kind of its reasons'),
    items: z.array(committeeFlip),
  }),
  warnings: z.strictObject({
    raised: z.int(),
    cameTrue: z.int(),
    notEarly: z.int(),
    items: z.array(committeeWarning),
  }),
  policies: z.array(committeePolicy),
})
export type CommitteeReport = z.infer<typeof committeeReport>
