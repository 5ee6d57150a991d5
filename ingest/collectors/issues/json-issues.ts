import { z } from 'zod'
import type { CollectWarning } from '../collector.ts'
import { warningOf } from '../finding.ts'
import { ReportRefused } from '../refused.ts'
import { readGithubIssue } from './github.ts'
import { hasLostLabels, readGitlabIssue } from './gitlab.ts'
import { jiraNames, readJiraIssue } from './jira.ts'
import type { Tracker } from './mapping.ts'
import { readRedmineIssue, redmineNames } from './redmine.ts'
import type { TrackedIssue } from './tracked-issue.ts'

const page = z.looseObject({
  issues: z.array(z.unknown()),
  total: z.int().optional(),
  total_count: z.int().optional(),
  names: jiraNames,
})
const one = z.looseObject({ issue: z.unknown() })

interface RawIssues {
  readonly issues: readonly unknown[]
  readonly names: Readonly<Record<string, string>>
  /** Issues that the answer says there are; null when it does not. */
  readonly declared: number | null
}

/** Issues as an answer of the API, a list of them, a list of pages, or one alone. */
function rawIssues(document: unknown): RawIssues {
  if (Array.isArray(document)) {
    const parts = document.map((part: unknown) => (isWrapper(part) ? rawIssues(part) : null))
    const issues = document.flatMap((part: unknown, index) => parts[index]?.issues ?? [part])
    const wrapped = parts.filter((part) => part !== null)
    const totals = wrapped.map(({ declared }) => declared).filter((declared) => declared !== null)
    return {
      issues,
      names: Object.assign({}, ...wrapped.map(({ names }) => names)) as Record<string, string>,
      declared: totals.length === 0 ? null : Math.max(...totals),
    }
  }
  const { data } = page.safeParse(document)
  if (data !== undefined) {
    const { issues, names = {}, total, total_count: count } = data
    return { issues, names, declared: total ?? count ?? null }
  }
  const { data: single } = one.safeParse(document)
  if (single?.issue !== undefined) return { issues: [single.issue], names: {}, declared: null }
  if (
    typeof document === 'object' &&
    document !== null &&
    ('key' in document || 'number' in document || 'iid' in document)
  ) {
    return { issues: [document], names: {}, declared: null }
  }
  throw new ReportRefused(
    'NOT_THIS_FORMAT',
    'the document is neither a list of issues nor has one in `issues`',
  )
}

const isWrapper = (part: unknown): boolean =>
  Array.isArray(part) || page.safeParse(part).success || (one.safeParse(part).data?.issue ?? null) !== null

export interface ReadIssues {
  readonly issues: readonly TrackedIssue[]
  readonly warnings: readonly CollectWarning[]
}

/** The issues of a JSON export. @throws {ReportRefused} NOT_THIS_FORMAT, MISSING_FIELD, MALFORMED, TRUNCATED */
export function jsonIssues(document: unknown, tracker: Tracker): ReadIssues {
  const { issues: raw, names, declared } = rawIssues(document)
  const ofIds = tracker === 'redmine' ? redmineNames(raw) : new Map<string, string>()
  const read = {
    jira: (value: unknown, place: string) => readJiraIssue(value, place, names),
    github: readGithubIssue,
    gitlab: readGitlabIssue,
    redmine: (value: unknown, place: string) => readRedmineIssue(value, place, ofIds),
  }[tracker]
  const issues = raw.map((value, index) => read(value, `issues[${index}]`)).filter((issue) => issue !== null)
  const lost =
    tracker === 'gitlab'
      ? raw.flatMap((value, index) => (hasLostLabels(value) ? [`issues[${index}]`] : []))
      : []
  const detail = `declares ${declared ?? raw.length} issues; counted ${raw.length}`
  return {
    issues,
    warnings: [
      ...(declared === null || declared === raw.length
        ? []
        : [{ code: 'TOTALS_DISAGREE', line: null, detail } as const]),
      ...warningOf('HISTORY_INCOMPLETE', lost),
    ],
  }
}
