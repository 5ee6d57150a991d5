import { z } from 'zod'
import { limitSource } from './answers-quality.ts'
import { shadowAnswer } from './answers-policy.ts'
import { reasonKind } from './indicators.ts'
import { refusalCode } from './refusals.ts'
import {
  change,
  conditionResult,
  holdInForce,
  notice,
  policyReference,
  reason,
  recommendation,
  sourceStatus,
  step,
  waiverStanding,
} from './verdict.ts'

const at = z.string().describe('RFC 3339 instant')

export const readinessCondition = conditionResult
  .omit({ title: true, remedy: true, facts: true })
  .extend({ title: z.string(), remedy: z.string(), message: z.string(), facts: z.string() })

export const changeAnswer = change.omit({ parameters: true }).extend({ message: z.string() })

export const verdictDifference = z.strictObject({
  project: z.string(),
  from: z.string(),
  to: z.string(),
  summary: z.string().describe('the changes as one sentence: what came, what it did, what comes of it'),
  changes: z.array(changeAnswer),
})

/** The ship-readiness of a project at a gate: the verdict, every reason, every number behind it. */
export const readiness = z.strictObject({
  project: z.string(),
  name: z.string().nullable(),
  gate: z.string(),
  recommendation,
  score: z.number(),
  reasons: z.array(reason.omit({ parameters: true }).extend({ message: z.string() })),
  conditions: z.array(readinessCondition),
  distanceToShip: z.array(step.omit({ parameters: true }).extend({ message: z.string() })),
  holds: z.array(holdInForce),
  waivers: z.array(waiverStanding).describe('every waiver that concerns the gate, as it stands'),
  notices: z
    .array(notice.omit({ parameters: true }).extend({ message: z.string() }))
    .describe('what is to be told and holds nothing back'),
  completeness: z.array(sourceStatus),
  policy: policyReference.nullable(),
  metricVersions: z.record(z.string(), z.int()),
  dataUpTo: z.record(z.string(), z.string()),
  factCounts: z.record(z.string(), z.int()),
  statusDate: z.string(),
  at,
  asOf: at,
  evaluatedAt: at,
  validUntil: at,
  verdict: z.string(),
  digest: z.string(),
  supersedes: z.string().nullable(),
  changes: z.array(changeAnswer).describe('what changed since the verdict that this one supersedes'),
  shadow: shadowAnswer
    .optional()
    .describe(
      'what the next version of the policy says, while one is planned; it has no part in the verdict',
    ),
})
export type Readiness = z.infer<typeof readiness>

export const projectSummary = z.strictObject({
  project: z.string(),
  declared: z.boolean(),
  name: z.string().nullable(),
  organization: z.string().nullable(),
  division: z.string().nullable(),
  class: z.string().nullable(),
  profile: z.string().nullable(),
  status: z.string().nullable(),
  timeZone: z.string().nullable(),
  plannedShipDate: z.string().nullable(),
  lastReceivedAt: at.nullable(),
})

export const projectList = z.strictObject({
  items: z.array(projectSummary),
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
})

const verdictLine = z.strictObject({
  verdict: z.string(),
  supersedes: z.string().nullable(),
  gate: z.string(),
  recommendation,
  score: z.number(),
  statusDate: z.string(),
  at,
  asOf: at,
  evaluatedAt: at,
  digest: z.string(),
  policy: policyReference.nullable(),
  reasons: z.array(z.string()),
})

/** The verdicts on a project as they changed, newest first. */
export const verdictList = z.strictObject({ project: z.string(), verdicts: z.array(verdictLine) })

export const portfolioItem = z.strictObject({
  project: z.string(),
  name: z.string().nullable(),
  division: z.string().nullable(),
  profile: z.string().nullable(),
  recommendation,
  score: z.number(),
  reasons: z.array(
    z.strictObject({
      code: z.string(),
      kind: z.string(),
      condition: z.string().nullable(),
      message: z.string(),
    }),
  ),
  plannedShipDate: z.string().nullable(),
  statusDate: z.string(),
  previous: z
    .strictObject({ recommendation, score: z.number() })
    .nullable()
    .describe('what the verdict before this one said; null while there is only one'),
  changedOn: z.string().describe('the day since which this is the verdict, in the zone of the project'),
  dataUpTo: z.string().nullable().describe('the day of the newest fact of any source'),
  dataAgeDays: z.int().nullable().describe('days from that to the status date'),
  lateSources: z.int().describe('expected sources that are missing or stale'),
  verdict: z.string(),
})
export type PortfolioItem = z.infer<typeof portfolioItem>

const counted = { count: z.int().describe('so many projects have it') }
const facet = z.array(z.strictObject({ value: z.string(), ...counted }))
const kindFacet = z.array(z.strictObject({ value: reasonKind, ...counted }))

export const portfolio = z.strictObject({
  items: z.array(portfolioItem),
  total: z.int(),
  page: z.int(),
  pageSize: z.int(),
  counts: z.strictObject({ SHIP: z.int(), HOLD: z.int() }),
  facets: z
    .strictObject({ division: facet, profile: facet, kind: kindFacet })
    .describe('what can be filtered by, over all projects of the caller, and how many projects have it'),
  evaluatedAt: at,
})
export type Portfolio = z.infer<typeof portfolio>

/** One indicator of a project, with everything it was computed from. */
export const indicatorAnswer = z.strictObject({
  indicator: z.string(),
  version: z.int(),
  phase: z.string().nullable(),
  component: z.string().nullable(),
  cause: z.string().nullable().describe('only by=cause; an empty text stands for defects that state none'),
  actual: z.number().nullable(),
  interval: z
    .tuple([z.number(), z.number()])
    .nullable()
    .describe('95 % interval, where the figure is a sample'),
  unit: z.string(),
  counts: z
    .enum(['symptoms', 'causes'])
    .nullable()
    .describe('of defects: whether symptoms 現象 or causes 原因 are counted'),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  sampleSize: z.number().nullable(),
  dataUpTo: z.string().nullable(),
  dataAgeDays: z.number().nullable(),
  why: z.string().nullable(),
  message: z.string().nullable(),
  facts: z.string().describe('the facts that the numerator counts, or that are missing'),
  sources: z.array(z.string()).describe('every kind of fact that the number is computed from'),
})

export const indicatorsAnswer = z.strictObject({
  project: z.string(),
  statusDate: z.string(),
  at,
  asOf: at,
  limits: z.array(limitSource).describe('usual densities that were asked for with baseline='),
  indicators: z.array(indicatorAnswer),
  completeness: z.array(sourceStatus),
})

export const storedFact = z.strictObject({
  kind: z.string(),
  key: z.string(),
  occurredAt: at,
  receivedAt: at,
  source: z.string(),
  id: z.string(),
  data: z.unknown(),
})

export const factPage = z.strictObject({
  project: z.string(),
  facts: z.array(storedFact),
  next: z.string().nullable(),
})

/** Whether a refused event waits for a correction, or was read again and stored. */
export const quarantineState = z.enum(['open', 'replayed'])

/** A refused event with the newest reason why it is refused. */
export const quarantineEntry = z.strictObject({
  entry: z.string(),
  receivedAt: at,
  origin: z.string(),
  index: z.int(),
  project: z.string().nullable(),
  kind: z.string().nullable(),
  id: z.string().nullable(),
  code: z.union([refusalCode, z.string()]),
  field: z.string().nullable(),
  message: z.string(),
  raw: z.string().describe('the event as it was sent, at most the first 64 KiB of it'),
  rawBytes: z.number().describe('how long the whole event was'),
  state: quarantineState,
  replayedAt: at.nullable(),
})
export type QuarantineEntry = z.infer<typeof quarantineEntry>

export const quarantinePage = z.strictObject({
  entries: z.array(quarantineEntry),
  next: z.string().nullable(),
})

/** A refused event with every reason it was given, the first one first. */
export const quarantineDetail = quarantineEntry.extend({
  history: z.array(
    z.strictObject({
      at,
      outcome: z.enum(['refused', 'replayed']),
      code: z.string().nullable(),
      field: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
})
export type QuarantineDetail = z.infer<typeof quarantineDetail>

export const replayOutcome = z.enum(['replayed', 'refused', 'not-whole', 'replayed-before', 'not-found'])
export type ReplayOutcome = z.infer<typeof replayOutcome>

export const replayResult = z.strictObject({
  entry: z.string(),
  outcome: replayOutcome,
  duplicate: z.boolean().describe('the fact was stored before, by another delivery'),
  code: z.string().nullable(),
  field: z.string().nullable(),
  message: z.string().nullable(),
})
export type ReplayResult = z.infer<typeof replayResult>

export const replayAnswer = z.strictObject({
  dryRun: z.boolean(),
  counts: z.record(replayOutcome, z.int()),
  results: z.array(replayResult),
  next: z.string().nullable().describe('the cursor of the next page, null after the last one'),
})
export type ReplayAnswer = z.infer<typeof replayAnswer>

/** The answer on one hold. */
export const holdAnswer = z.strictObject({
  hold: z.string(),
  office: z.string(),
  scope: z.unknown(),
  reason: z.string(),
  placedBy: z.string(),
  placedAt: at,
  liftedAt: at.nullable(),
})

export const holdList = z.strictObject({ holds: z.array(holdAnswer) })
