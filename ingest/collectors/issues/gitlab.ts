import { z } from 'zod'
import { checkedValue } from '../checked-json.ts'
import { momentOf, momentOrNull, textsOfValue } from './texts.ts'
import type { FieldChange, TrackedIssue } from './tracked-issue.ts'

const labelEvent = z.looseObject({
  created_at: z.string(),
  action: z.enum(['add', 'remove']),
  label: z.looseObject({ name: z.string() }).nullable(),
})
const stateEvent = z.looseObject({ created_at: z.string(), state: z.string() })

const gitlabIssue = z.looseObject({
  iid: z.int(),
  project_id: z.int(),
  references: z.looseObject({ full: z.string() }).optional(),
  title: z.string(),
  state: z.enum(['opened', 'closed']),
  labels: z.array(z.union([z.string(), z.looseObject({ name: z.string() })])),
  issue_type: z.string().nullish(),
  severity: z.string().nullish(),
  milestone: z.looseObject({ title: z.string() }).nullish(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  closed_at: z.string().nullish(),
  resource_label_events: z.array(labelEvent).optional(),
  resource_state_events: z.array(stateEvent).optional(),
})
type GitlabIssue = z.infer<typeof gitlabIssue>

function changesOf(issue: GitlabIssue, id: string): readonly FieldChange[] | null {
  const { resource_label_events: labels, resource_state_events: states } = issue
  if (labels === undefined || states === undefined) return null
  const ofLabels = labels.flatMap(({ created_at, action, label }): FieldChange[] => {
    // The name of a label that was deleted since is lost.
    if (label === null) return []
    const at = momentOf(created_at, `${id}: resource_label_events`)
    const [removed, added] = action === 'add' ? [[], [label.name]] : [[label.name], []]
    return [{ at, field: 'labels', removed, added, isSingle: false }]
  })
  const ofStates = states.flatMap(({ created_at, state }): FieldChange[] => {
    const at = momentOf(created_at, `${id}: resource_state_events`)
    if (state === 'closed') {
      return [{ at, field: 'status', removed: ['opened'], added: ['closed'], isSingle: true }]
    }
    if (state !== 'reopened') return []
    return [{ at, field: 'status', removed: ['closed'], added: ['opened'], isSingle: true }]
  })
  return [...ofLabels, ...ofStates]
}

/** Whether the names of some labels in the change log are lost. */
export const hasLostLabels = (raw: unknown): boolean => {
  const { data } = gitlabIssue.safeParse(raw)
  return data?.resource_label_events?.some(({ label }) => label === null) ?? false
}

/**
 * An issue of GitLab's REST API with its resource label events and resource state events in fields of that name.
 * Without either the change log is absent.
 */
export function readGitlabIssue(raw: unknown, place: string): TrackedIssue {
  const issue = checkedValue(raw, gitlabIssue, place)
  const id = issue.references?.full ?? `${issue.project_id}#${issue.iid}`
  const createdAt = momentOf(issue.created_at, `${id}: created_at`)
  return {
    id,
    title: issue.title,
    createdAt,
    updatedAt: momentOrNull(issue.updated_at, `${id}: updated_at`) ?? createdAt,
    resolvedAt: momentOrNull(issue.closed_at, `${id}: closed_at`),
    fields: new Map([
      ['status', [issue.state]],
      ['labels', textsOfValue(issue.labels)],
      ['type', textsOfValue(issue.issue_type)],
      ['severity', textsOfValue(issue.severity)],
      ['milestone', issue.milestone == null ? [] : [issue.milestone.title]],
    ]),
    changes: changesOf(issue, id),
    line: null,
    place,
  }
}
