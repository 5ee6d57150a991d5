import { z } from 'zod'
import { checkedValue } from '../checked-json.ts'
import { momentOf, momentOrNull, textsOfValue } from './texts.ts'
import { type FieldChange, TITLE, type TrackedIssue } from './tracked-issue.ts'

const named = z.looseObject({ id: z.int(), name: z.string() })

const detail = z.looseObject({
  property: z.string(),
  name: z.string(),
  old_value: z.string().nullish(),
  new_value: z.string().nullish(),
})
type Detail = z.infer<typeof detail>

const redmineIssue = z.looseObject({
  id: z.int(),
  subject: z.string(),
  tracker: named,
  status: named,
  priority: named.optional(),
  category: named.optional(),
  fixed_version: named.optional(),
  custom_fields: z
    .array(
      z.looseObject({
        id: z.int(),
        name: z.string(),
        value: z.union([z.string(), z.array(z.string())]).nullish(),
      }),
    )
    .optional(),
  created_on: z.string(),
  updated_on: z.string().nullish(),
  closed_on: z.string().nullish(),
  journals: z.array(z.looseObject({ created_on: z.string(), details: z.array(detail) })).optional(),
})
export type RedmineIssue = z.infer<typeof redmineIssue>

const REFERENCES = {
  tracker_id: 'tracker',
  status_id: 'status',
  priority_id: 'priority',
  category_id: 'category',
  fixed_version_id: 'fixed_version',
} as const
type Reference = (typeof REFERENCES)[keyof typeof REFERENCES]

const isReference = (name: string): name is keyof typeof REFERENCES => Object.hasOwn(REFERENCES, name)

/** Names by field and id, as far as some issue of the report has them: journals tell ids alone. */
export type RedmineNames = ReadonlyMap<string, string>

export function redmineNames(issues: readonly unknown[]): RedmineNames {
  const read = issues.flatMap((raw) => redmineIssue.safeParse(raw).data ?? [])
  const fields: readonly Reference[] = Object.values(REFERENCES)
  return new Map(
    read.flatMap((issue) =>
      fields.flatMap((field) => {
        const value = issue[field]
        return value === undefined ? [] : [[`${field}/${value.id}`, value.name] as const]
      }),
    ),
  )
}

function changesOf(
  one: Detail,
  at: number,
  issue: RedmineIssue,
  names: RedmineNames,
): readonly FieldChange[] {
  const { property, name, old_value: from, new_value: to } = one
  const change = (field: string, isSingle: boolean, textOf: (text: string) => string): FieldChange => ({
    at,
    field,
    removed: from == null || from === '' ? [] : [textOf(from)],
    added: to == null || to === '' ? [] : [textOf(to)],
    isSingle,
  })
  const asItIs = (text: string) => text
  if (property === 'attr' && isReference(name)) {
    const field = REFERENCES[name]
    // An id without a name can be mapped as `#5`.
    return [change(field, true, (id) => names.get(`${field}/${id}`) ?? `#${id}`)]
  }
  if (property === 'attr' && name === 'subject') return [change(TITLE, true, asItIs)]
  if (property !== 'cf') return []
  const custom = issue.custom_fields?.find(({ id }) => String(id) === name)
  const isSingle = !Array.isArray(custom?.value)
  const known = custom === undefined ? [] : [custom.name]
  return [`cf_${name}`, ...known].map((field) => change(field, isSingle, asItIs))
}

/** An issue of Redmine's REST API (`/issues/:id.json?include=journals`). */
export function readRedmineIssue(raw: unknown, place: string, names: RedmineNames): TrackedIssue {
  const issue = checkedValue(raw, redmineIssue, place)
  const id = `#${issue.id}`
  const createdAt = momentOf(issue.created_on, `${id}: created_on`)
  const fields = Object.values(REFERENCES).map((field) => [field, textsOfValue(issue[field])] as const)
  const custom = (issue.custom_fields ?? []).flatMap((one) => {
    const texts = textsOfValue(one.value)
    return [[one.name, texts] as const, [`cf_${one.id}`, texts] as const]
  })
  return {
    id,
    title: issue.subject,
    createdAt,
    updatedAt: momentOrNull(issue.updated_on, `${id}: updated_on`) ?? createdAt,
    resolvedAt: momentOrNull(issue.closed_on, `${id}: closed_on`),
    fields: new Map([...fields, ...custom]),
    changes:
      issue.journals?.flatMap(({ created_on, details }) => {
        const at = momentOf(created_on, `${id}: journals`)
        return details.flatMap((one) => changesOf(one, at, issue, names))
      }) ?? null,
    line: null,
    place,
  }
}
