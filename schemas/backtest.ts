import { z } from 'zod'
import { severity } from './facts/common.ts'
import { date } from './primitives.ts'
import { policyReference, recommendation } from './verdict.ts'

const id = z.string().min(1).max(64)

/** What is asked of a backtest. */
export const backtestRequest = z.strictObject({
  policy: z.union([
    z.strictObject({ text: z.string().min(1).describe('a policy in YAML; it is not recorded') }),
    z.strictObject({ id, version: z.int().min(1).max(1_000_000) }),
  ]),
  from: date.optional().describe('first day of shipping'),
  to: date.optional().describe('last day of shipping'),
  gate: z.string().min(1).max(200).default('release'),
  severity: severity.default('major').describe('a defect counts as escaped from this severity on'),
  knowledge: z
    .enum(['then', 'now'])
    .default('then')
    .describe(
      'then: what was known on the day of shipping. now: what is known now of what had happened by then, for releases whose facts were brought in later',
    ),
  profiles: z
    .enum(['own', 'all'])
    .default('own')
    .describe('own: releases whose profile is the policy or builds on it; all: every release'),
})
export type BacktestRequest = z.infer<typeof backtestRequest>

const share = z.strictObject({
  numerator: z.int(),
  denominator: z.int(),
  share: z.number().nullable(),
  interval: z.tuple([z.number(), z.number()]).nullable().describe('95 %, Wilson'),
})

const confusion = z.strictObject({
  holdEscaped: z.int(),
  holdClean: z.int(),
  shipEscaped: z.int(),
  shipClean: z.int(),
  caught: share.describe('held of those that let a defect escape'),
  heldInVain: share.describe('held of those that let none escape'),
})

const judged = z.strictObject({
  recommendation,
  score: z.number(),
  policy: policyReference.nullable(),
  reasons: z.array(
    z.strictObject({
      code: z.string(),
      kind: z.string(),
      condition: z.string().nullable(),
      message: z.string(),
    }),
  ),
})

export const backtestAnswer = z.strictObject({
  policy: policyReference,
  gate: z.string(),
  severity,
  knowledge: backtestRequest.shape.knowledge.unwrap(),
  windowDays: z.int().describe('a defect found later than this after shipping does not count'),
  evaluatedAt: z.string(),
  summary: z.strictObject({
    releases: z.int(),
    before: confusion.describe('by the policy in force then'),
    after: confusion.describe('by the policy on trial'),
    newHolds: z.int(),
    newShips: z.int(),
    escapesCaught: z.int().describe('releases newly held that let a defect escape'),
    defectsCaught: z.int().describe('defects that escaped from them'),
    escapesLet: z.int().describe('releases newly shipped that let a defect escape'),
  }),
  excluded: z
    .array(z.strictObject({ reason: z.string(), projects: z.array(z.string()), message: z.string() }))
    .describe('releases that say nothing about the policy, and why'),
  releases: z.array(
    z.strictObject({
      project: z.string(),
      name: z.string().nullable(),
      release: z.string(),
      profile: z.string(),
      shippedAt: z.string(),
      escaped: z.strictObject({ count: z.int(), defects: z.array(z.string()).describe('at most 20') }),
      before: judged,
      after: judged,
      change: z.enum(['NEW_HOLD', 'NEW_SHIP', 'SAME']),
    }),
  ),
})
export type BacktestAnswer = z.infer<typeof backtestAnswer>
