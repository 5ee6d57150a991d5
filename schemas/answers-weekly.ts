import { z } from 'zod'
import { type IndicatorId, listedIndicatorIds } from './indicators.ts'
import { recommendation } from './verdict.ts'

const value = z.number().nullable()
const text = z.string().nullable()

const earnedValues = {
  pv: value,
  ev: value,
  ac: value,
  bac: value,
  eac: value.describe('BAC / CPI'),
}

const indicatorValues = Object.fromEntries(listedIndicatorIds.map((id) => [id, value])) as Record<
  IndicatorId,
  typeof value
>

/** One project and ISO week of the trend export. Indicator columns bear the indicator's id. */
export const weeklyRow = z.strictObject({
  project: z.string(),
  name: text,
  division: text,
  week: z.string().describe('ISO week in the project’s zone, e.g. 2026-W47'),
  weekStart: z.string(),
  weekEnd: z.string(),
  timeZone: z.string(),
  at: z.string().describe('the moment that was judged: the end of the week, or now for the running week'),
  asOf: z.string(),
  gate: z.string(),
  recommendation,
  score: z.number(),
  reasons: z.string(),
  ...earnedValues,
  ...indicatorValues,
  states: z
    .string()
    .describe(
      '`indicator=STATE` of every indicator that the gate has a condition on, the worst one of several',
    ),
  policy: text,
  policyVersion: z.int().nullable(),
  policyDigest: text,
  metricVersions: z.string(),
  revision: z
    .int()
    .min(0)
    .describe('how often the figures have changed since they were first told; 0 = they are as they were'),
  firstTold: text.describe('the moment of knowledge of the first telling; null while the week runs'),
  restatedAt: text.describe('when that was received which changed the figures last; null at revision 0'),
  was: text.describe('`column=value` of every figure that was another one when first told'),
})
export type WeeklyRow = z.infer<typeof weeklyRow>
export type WeeklyColumn = keyof WeeklyRow

export const weeklyColumns = Object.keys(weeklyRow.shape) as WeeklyColumn[]

/** The figures of a week, by which it is told whether it was restated. */
export const weeklyFigureColumns = [
  'recommendation',
  'score',
  ...(Object.keys(earnedValues) as (keyof typeof earnedValues)[]),
  ...listedIndicatorIds,
] as const
export type WeeklyFigures = Pick<WeeklyRow, (typeof weeklyFigureColumns)[number]>

/** The forms in which the weekly trend is exported. */
export const weeklyFormat = z.enum(['csv', 'xlsx', 'parquet', 'json', 'ndjson'])
export type WeeklyFormat = z.infer<typeof weeklyFormat>
