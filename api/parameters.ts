import { z } from 'zod'
import { date, instant, projectId } from '../schemas/primitives.ts'
import { language } from '../schemas/messages/index.ts'
import type { Moment } from './assessor/moment.ts'

/** A moment in a query: an RFC 3339 instant, or a civil date, which means the end of that day in the project's zone. */
export const moment = z
  .union([date, instant], { error: 'must be a date (YYYY-MM-DD) or an RFC 3339 instant with offset' })
  .transform((text): Moment => (text.length === 10 ? { date: text } : { instant: Date.parse(text) }))

export const projectParameter = z.object({ project: projectId })

export const languageQuery = { lang: language.optional() }

export const gateQuery = {
  gate: z.string().min(1).max(200).default('release').describe('plan, release, or the id of a phase'),
}

/** What had happened by then, and what was known by then. Both default to now. */
export const momentQuery = { at: moment.optional(), asOf: moment.optional() }

export const pageQuery = {
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  pageSize: z.coerce.number().int().min(1).max(1000).default(100),
}

export const cursorQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(2000).optional(),
}
