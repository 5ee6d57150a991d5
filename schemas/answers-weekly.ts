import { z } from 'zod'
import { listedIndicatorIds } from './indicators.ts'
import { recommendation } from './verdict.ts'

const value = z.number().nullable()
const text = z.string().nullable()

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
  pv: value,
  ev: value,
  ac: value,
  bac: value,
  eac: value.describe('BAC / CPI'),
  ...Object.fromEntries(listedIndicatorIds.map((id) => [id, value])),
  policy: text,
  policyVersion: z.int().nullable(),
  policyDigest: text,
  metricVersions: z.string(),
})

export const weeklyColumns = Object.keys(weeklyRow.shape)
