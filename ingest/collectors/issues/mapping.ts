import { z } from 'zod'
import { componentId, phaseId, severity } from '../../../schemas/facts/common.ts'
import { defectReported } from '../../../schemas/facts/quality.ts'
import { line } from '../../../schemas/primitives.ts'

export const tracker = z.enum(['jira', 'github', 'gitlab', 'redmine'])
export type Tracker = z.infer<typeof tracker>

const text = line(500)
const status = defectReported.shape.status

const field = {
  /** Field of the tracker, as `docs/guide/collect.md` names them. */
  field: text,
  /** Only texts that begin so, without that beginning: labels such as `severity::1`. */
  prefix: text.optional(),
}

/** How a value of ours comes from a field of the tracker, whose words are listed. */
const listed = <S extends z.ZodType>(ours: S) =>
  z.union([
    z.strictObject({ constant: ours }),
    z.strictObject({ ...field, values: z.record(text, ours), otherwise: ours.optional() }),
  ])

/** The same where the tracker's own word will do: of a field without `values`. */
const listedOrOwn = <S extends z.ZodType>(ours: S) =>
  z.union([
    z.strictObject({ constant: ours }),
    z.strictObject({ ...field, values: z.record(text, ours).optional(), otherwise: ours.optional() }),
  ])

/**
 * Which issues of a tracker are defects, and which of its words are which of ours. A word that is not listed
 * refuses the report with its name, unless `otherwise` says what it is.
 */
export const issueMapping = z.strictObject({
  /** Issues whose field has one of these texts, now or ever before. */
  defects: z.strictObject({ ...field, values: z.array(text).min(1) }),
  status: z.strictObject({
    ...field,
    values: z.record(text, status),
    otherwise: status.optional(),
    /** Looked at first: a resolution or a label that says more than the status. */
    unless: z.array(z.strictObject({ ...field, values: z.record(text, status) })).optional(),
  }),
  severity: listed(severity),
  phaseFound: listedOrOwn(phaseId),
  phaseInjected: listedOrOwn(phaseId).optional(),
  component: listedOrOwn(componentId).optional(),
  cause: listedOrOwn(text).optional(),
  escaped: listed(z.boolean()).optional(),
  /** Of CSV files: which column holds what; every other column is a field by its heading. */
  columns: z
    .strictObject({ id: text, title: text, created: text, updated: text, resolved: text })
    .partial()
    .optional(),
  delimiter: z.string().length(1).default(','),
  encoding: line(40).default('utf-8'),
  /** Of CSV files: how their dates are written, in the tokens of Unicode TR 35; without it year-month-day. */
  dateFormat: line(60).optional(),
})
export type IssueMapping = z.infer<typeof issueMapping>

/** A rule of a mapping for one value of ours. */
export type ValueRule<T> =
  | { readonly constant: T }
  | {
      readonly field: string
      readonly prefix?: string | undefined
      readonly values?: Readonly<Record<string, T>> | undefined
      readonly otherwise?: T | undefined
    }

/** Every field of the tracker that a mapping looks at. */
export function fieldsOf(mapping: IssueMapping): ReadonlySet<string> {
  const {
    defects,
    status: ofStatus,
    severity: ofSeverity,
    phaseFound,
    phaseInjected,
    component,
    cause,
    escaped,
  } = mapping
  const rules = [ofSeverity, phaseFound, phaseInjected, component, cause, escaped]
  return new Set([
    defects.field,
    ofStatus.field,
    ...(ofStatus.unless ?? []).map((rule) => rule.field),
    ...rules.flatMap((rule) => (rule !== undefined && 'field' in rule ? [rule.field] : [])),
  ])
}
