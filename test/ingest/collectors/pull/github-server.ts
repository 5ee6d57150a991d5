import type { TrackerReply, TrackerRequest } from '../../../helpers/tracker.ts'

export interface KeptIssue {
  readonly number: number
  updated_at: string
}

const at = (minute: number) =>
  new Date(Date.UTC(2026, 2, 1) + minute * 60_000).toISOString().replace('.000Z', 'Z')

/** So many issues, each changed a minute after the one before. */
export const issuesOf = (count: number): KeptIssue[] =>
  Array.from({ length: count }, (_, index) => ({ number: index + 1, updated_at: at(index) }))

export const MINUTE = at

/**
 * Answers as GitHub does: issues by the time of their change from `since` on, in pages with links; the timeline of an
 * issue in pages of two events.
 */
export function githubReply(
  issues: readonly KeptIssue[],
  { path, query, headers }: TrackerRequest,
): TrackerReply {
  const page = Number(query.get('page') ?? 1)
  const base = `http://${headers.host ?? ''}${path}`
  const [, number] = /issues\/(\d+)\/timeline$/.exec(path) ?? []
  if (number !== undefined) {
    const events = [
      { event: 'labeled', created_at: at(0), label: { name: 'bug' } },
      { event: 'labeled', created_at: at(0), label: { name: 'severity/major' } },
      { event: 'commented', created_at: at(0) },
    ]
    const body = events.slice((page - 1) * 2, page * 2)
    return page * 2 < events.length
      ? { body, headers: { link: `<${base}?page=${page + 1}>; rel="next"` } }
      : { body }
  }
  const perPage = Number(query.get('per_page'))
  const since = query.get('since')
  const changed = issues
    .filter(({ updated_at }) => since === null || Date.parse(updated_at) >= Date.parse(since))
    .sort((a, b) => Date.parse(a.updated_at) - Date.parse(b.updated_at) || a.number - b.number)
  const body = changed.slice((page - 1) * perPage, page * perPage).map((issue) => ({
    ...issue,
    html_url: `https://github.com/acme/shop/issues/${issue.number}`,
    title: `issue ${issue.number}`,
    state: 'open',
    state_reason: null,
    labels: [{ name: 'bug' }, { name: 'severity/major' }],
    milestone: null,
    created_at: at(0),
    closed_at: null,
  }))
  return { body }
}
