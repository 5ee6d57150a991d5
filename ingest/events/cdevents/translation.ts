import type { z } from 'zod'
import type { CdEvent } from '../../../schemas/cdevents.ts'
import type { FactKind, kinds } from '../../../schemas/facts/index.ts'
import type { Refusal, RefusalCode } from '../../../schemas/refusals.ts'
import { toRefusal } from '../issues.ts'

/** What a CDEvent says in our words, or why it says nothing. */
export type Translation<K extends FactKind> =
  { readonly data: z.input<(typeof kinds)[K]['data']> } | { readonly refusal: Refusal }

export function refused(code: RefusalCode, field: string, message: string): { readonly refusal: Refusal } {
  return { refusal: { code, field, message: `${field} ${message}` } }
}

export const ADDITION = 'data.customData.kanmon'

/** The refusal of something that CDEvents has no field for. */
export const lacking = (field: string, why: string) =>
  refused('MISSING_FIELD', `${ADDITION}.${field}`, `is missing: ${why}`)

/** The content of an event by its schema, or the first thing that is wrong with it. */
export function contentOf<S extends z.ZodType>(
  event: CdEvent,
  schema: S,
): { readonly content: z.output<S> } | { readonly refusal: Refusal } {
  const checked = schema.safeParse(event.subject.content)
  if (checked.success) return { content: checked.data }
  const path = ['data', 'subject', 'content']
  const issues = checked.error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }))
  return { refusal: toRefusal(issues, { data: event }) }
}

/** Fields that are there, without those that are not. */
export function present<T extends Record<string, unknown>>(
  fields: T,
): { [P in keyof T]: Exclude<T[P], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
