import { z } from 'zod'
import { checkedValue } from '../checked-json.ts'
import { ReportRefused } from '../refused.ts'
import { momentOf, momentOrNull, textsOfValue } from './texts.ts'
import { type FieldChange, TITLE, type TrackedIssue } from './tracked-issue.ts'

const item = z.looseObject({
  field: z.string(),
  fieldId: z.string().optional(),
  fromString: z.string().nullish(),
  toText: z.string().nullish(),
})
type Item = z.infer<typeof item>

const history = z.looseObject({ created: z.string(), items: z.array(item) })

const jiraIssue = z.looseObject({
  key: z.string().min(1),
  fields: z.looseObject({
    summary: z.string().nullish(),
    created: z.string(),
    updated: z.string().nullish(),
    resolutiondate: z.string().nullish(),
  }),
  changelog: z.looseObject({ total: z.int().optional(), histories: z.array(history) }).optional(),
})

export const jiraNames = z.record(z.string(), z.string()).optional()

/** Fields by a shorter name than Jira's own, and what its change log calls them. */
const ALIASES: Readonly<Record<string, string>> = {
  issuetype: 'type',
  summary: TITLE,
  Component: 'components',
  'Fix Version': 'fixVersions',
  Version: 'versions',
}
const SEPARATED: ReadonlySet<string> = new Set(['labels'])
const MULTIPLE: ReadonlySet<string> = new Set(['components', 'fixVersions', 'versions'])

/** A field's name here, and the one that people read, where the export tells it. */
function namesOf(field: string, names: Readonly<Record<string, string>>): readonly string[] {
  const own = ALIASES[field] ?? field
  const read = names[field]
  return read === undefined || read === own || field in ALIASES ? [own] : [own, read]
}

// `toString` is also what every object inherits, so it is moved to another name before it is looked at.
function renamed(raw: unknown): unknown {
  return JSON.parse(JSON.stringify(raw), (key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'toString')) return value
    return { ...value, toText: Reflect.get(value, 'toString') as unknown }
  })
}

/** What a change log has in one text: labels are separated by blanks; of components it tells one at a time. */
const parts = (text: string | null | undefined, field: string): readonly string[] => {
  if (text == null || text === '') return []
  return SEPARATED.has(field) ? text.split(/\s+/) : [text]
}

function changesOf(one: Item, at: number, names: Readonly<Record<string, string>>): readonly FieldChange[] {
  const field = ALIASES[one.field] ?? one.fieldId ?? one.field
  const change = {
    at,
    removed: parts(one.fromString, field),
    added: parts(one.toText, field),
    isSingle: !SEPARATED.has(field) && !MULTIPLE.has(field),
  }
  const all = new Set([...namesOf(field, names), ...(one.field in ALIASES ? [] : [one.field])])
  return [...all].map((name) => ({ ...change, field: name }))
}

/**
 * An issue of Jira's REST API (`search` or `issue`, with `expand=changelog`).
 *
 * @param names what `expand=names` calls the fields, so that a mapping may name custom fields as people do
 * @throws {ReportRefused} TRUNCATED when Jira left out a part of the change log
 */
export function readJiraIssue(
  raw: unknown,
  place: string,
  names: Readonly<Record<string, string>> = {},
): TrackedIssue {
  const { key, fields, changelog } = checkedValue(renamed(raw), jiraIssue, place)
  const histories = changelog?.histories ?? []
  if (changelog?.total !== undefined && changelog.total > histories.length) {
    const of = `${histories.length} of ${changelog.total}`
    throw new ReportRefused('TRUNCATED', `${key}: the change log holds ${of} changes; fetch the others too`)
  }
  const createdAt = momentOf(fields.created, `${key}: created`)
  return {
    id: key,
    title: fields.summary ?? '',
    createdAt,
    updatedAt: momentOrNull(fields.updated, `${key}: updated`) ?? createdAt,
    resolvedAt: momentOrNull(fields.resolutiondate, `${key}: resolutiondate`),
    fields: new Map(
      Object.entries(fields).flatMap(([field, value]) =>
        namesOf(field, names).map((name) => [name, textsOfValue(value)] as const),
      ),
    ),
    changes:
      changelog === undefined
        ? null
        : histories.flatMap(({ created, items }) => {
            const at = momentOf(created, `${key}: changelog`)
            return items.flatMap((one) => changesOf(one, at, names))
          }),
    line: null,
    place,
  }
}
