import { z } from 'zod'
import { checkedValue } from '../checked-json.ts'
import { ReportRefused } from '../refused.ts'
import { momentOf, momentOrNull, textsOfValue } from './texts.ts'
import { type FieldChange, TITLE, type TrackedIssue } from './tracked-issue.ts'

const named = z.looseObject({ name: z.string() })
const reason = z.string().nullish()

const timelineEvent = z.looseObject({
  event: z.string(),
  created_at: z.string().nullish(),
  label: named.nullish(),
  milestone: z.looseObject({ title: z.string() }).nullish(),
  rename: z.looseObject({ from: z.string(), to: z.string() }).nullish(),
  state_reason: reason,
})
type TimelineEvent = z.infer<typeof timelineEvent>

const githubIssue = z.looseObject({
  number: z.int(),
  html_url: z.string().optional(),
  url: z.string().optional(),
  title: z.string(),
  state: z.enum(['open', 'closed']),
  state_reason: reason,
  labels: z.array(z.union([z.string(), named])),
  type: named.nullish(),
  milestone: z.looseObject({ title: z.string() }).nullish(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  closed_at: z.string().nullish(),
  pull_request: z.unknown().optional(),
  timeline: z.array(timelineEvent).optional(),
})

/** GitHub closes for a reason; older issues and the API's shorter answers leave `completed` out. */
const closedFor = (stated: string | null | undefined) => stated ?? 'completed'

function identityOf(number: number, urls: readonly (string | undefined)[], place: string): string {
  for (const url of urls) {
    const [, repository] = /([^/]+\/[^/]+)\/issues\/\d+$/.exec(url ?? '') ?? []
    if (repository !== undefined) return `${repository}#${number}`
  }
  throw new ReportRefused('MISSING_FIELD', `${place}: neither html_url nor url names the repository`)
}

/** The events of a timeline that change a field, one after another: `reopened` does not say what it was closed for. */
function changesOf(events: readonly TimelineEvent[], id: string): readonly FieldChange[] {
  let status = 'open'
  const changes: FieldChange[] = []
  const timed = events
    .filter(({ created_at: at }) => at != null)
    .map((event) => ({ ...event, at: momentOf(event.created_at ?? '', `${id}: timeline`) }))
    .sort((a, b) => a.at - b.at)
  for (const { event, at, label, milestone, rename, state_reason: stated } of timed) {
    const single = (field: string, from: string | null, to: string | null) =>
      changes.push({
        at,
        field,
        removed: from === null ? [] : [from],
        added: to === null ? [] : [to],
        isSingle: true,
      })
    if (event === 'closed' || event === 'reopened') {
      const now = event === 'closed' ? closedFor(stated) : 'open'
      single('status', status, now)
      status = now
    } else if (event === 'renamed' && rename != null) single(TITLE, rename.from, rename.to)
    else if (event === 'milestoned') single('milestone', null, milestone?.title ?? null)
    else if (event === 'demilestoned') single('milestone', milestone?.title ?? null, null)
    else if (label != null && event === 'labeled') {
      changes.push({ at, field: 'labels', removed: [], added: [label.name], isSingle: false })
    } else if (label != null && event === 'unlabeled') {
      changes.push({ at, field: 'labels', removed: [label.name], added: [], isSingle: false })
    }
  }
  return changes
}

/** An issue of GitHub's REST API with the events of its timeline in `timeline`; null for a pull request. */
export function readGithubIssue(raw: unknown, place: string): TrackedIssue | null {
  const issue = checkedValue(raw, githubIssue, place)
  if (issue.pull_request != null) return null
  const id = identityOf(issue.number, [issue.html_url, issue.url], place)
  const createdAt = momentOf(issue.created_at, `${id}: created_at`)
  return {
    id,
    title: issue.title,
    createdAt,
    updatedAt: momentOrNull(issue.updated_at, `${id}: updated_at`) ?? createdAt,
    resolvedAt: momentOrNull(issue.closed_at, `${id}: closed_at`),
    fields: new Map([
      ['status', [issue.state === 'open' ? 'open' : closedFor(issue.state_reason)]],
      ['labels', textsOfValue(issue.labels)],
      ['type', textsOfValue(issue.type)],
      ['milestone', issue.milestone == null ? [] : [issue.milestone.title]],
    ]),
    changes: issue.timeline === undefined ? null : changesOf(issue.timeline, id),
    line: null,
    place,
  }
}
