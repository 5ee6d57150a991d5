import { z } from 'zod'
import { jiraNames, readJiraIssue } from '../issues/jira.ts'
import { PullFailed } from './failure.ts'
import { answerAs, changedAt, type PulledPage, type PullSource } from './pull-source.ts'
import { type PullPorts, trackerClient, type TrackerClient } from './tracker-client.ts'

const PER_PAGE = 50
const MOST_RESTARTS = 10

const changelog = z.looseObject({ total: z.int().optional(), histories: z.array(z.unknown()) })
const jiraIssue = z.looseObject({
  key: z.string(),
  fields: z.looseObject({ updated: z.string() }),
  changelog: changelog.optional(),
})
type JiraIssue = z.infer<typeof jiraIssue>
const searchAnswer = z.looseObject({ total: z.int(), issues: z.array(jiraIssue), names: jiraNames })
const cloudAnswer = z.looseObject({
  issues: z.array(jiraIssue),
  names: jiraNames,
  nextPageToken: z.string().nullish(),
  isLast: z.boolean().optional(),
})
const changelogAnswer = z.looseObject({ total: z.int(), values: z.array(z.unknown()) })

/** How the caller is known: a token of its own (Data Center), or the mail address that it belongs to (Cloud). */
export interface JiraAccess {
  readonly token: string
  readonly user?: string | undefined
}

const authorization = ({ token, user }: JiraAccess) =>
  user === undefined ? `Bearer ${token}` : `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`

/** Fewest changes of which Jira Cloud may have left out some: it tells as `total` what is on the page. */
const CLOUD_PAGE = 40

/** The whole change log of an issue whose search answer may hold only the latest part of it. */
async function wholeHistory(client: TrackerClient, issue: JiraIssue, isCloud: boolean): Promise<JiraIssue> {
  const { changelog: part } = issue
  if (part === undefined) return issue
  const held = part.histories.length
  const declared = part.total ?? held
  if (declared <= held && !(isCloud && held >= CLOUD_PAGE)) return issue
  const histories: unknown[] = []
  for (let total = declared; histories.length < total;) {
    const path = `rest/api/2/issue/${encodeURIComponent(issue.key)}/changelog?startAt=${histories.length}&maxResults=100`
    const answer = answerAs((await client.get(path)).body, changelogAnswer)
    total = answer.total
    if (answer.values.length === 0) break
    histories.push(...answer.values)
  }
  return { ...issue, changelog: { ...part, total: Math.max(declared, histories.length), histories } }
}

/**
 * Issues of a Jira project with their change logs.
 *
 * The time of change is asked for in minutes before now: as a date it would be read in the time zone of whoever the
 * token belongs to. Pages overlap by one issue; when that is another one than before, issues changed meanwhile and
 * moved, and the pages are gone through again.
 *
 * Jira Cloud has no numbered pages any more; there the next page is asked for by the token of the one before.
 *
 * @see Jira Data Center REST API, GET /rest/api/2/search; Jira Cloud platform REST API, GET /rest/api/2/search/jql and
 *   GET /rest/api/2/issue/{key}/changelog
 */
export function jiraSource(project: string, url: string, access: JiraAccess, ports: PullPorts): PullSource {
  const headers = { accept: 'application/json', 'user-agent': 'kanmon', authorization: authorization(access) }
  const client = trackerClient(url, headers, ports)

  async function search<S extends z.ZodType>(
    path: string,
    jql: string,
    page: Record<string, string>,
    schema: S,
  ) {
    const asked = { jql, ...page, maxResults: String(PER_PAGE), fields: '*all', expand: 'changelog,names' }
    const { body } = await client.get(`${path}?${new URLSearchParams(asked).toString()}`)
    return answerAs(body, schema)
  }

  /** Data Center: pages by number. */
  const numbered = (jql: string, startAt: number) =>
    search('rest/api/2/search', jql, { startAt: String(startAt) }, searchAnswer)

  async function pageOf(issues: readonly JiraIssue[], names: Readonly<Record<string, string>>) {
    const raw = []
    for (const issue of issues) raw.push(await wholeHistory(client, issue, access.user !== undefined))
    const upTo = Math.max(...issues.map(({ fields }) => changedAt(fields.updated)))
    return { issues: raw.map((issue) => readJiraIssue(issue, issue.key, names)), raw, upTo }
  }

  /** Cloud: pages by the token of the page before. */
  async function* byToken(jql: string): AsyncGenerator<PulledPage> {
    const tokens = new Set<string>()
    for (let token: string | null = null; ;) {
      const page: Record<string, string> = token === null ? {} : { nextPageToken: token }
      const answer: z.infer<typeof cloudAnswer> = await search(
        'rest/api/2/search/jql',
        jql,
        page,
        cloudAnswer,
      )
      if (answer.issues.length > 0) yield await pageOf(answer.issues, answer.names ?? {})
      token = answer.nextPageToken ?? null
      if (answer.isLast === true || token === null) return
      if (tokens.has(token)) throw new PullFailed('UNEXPECTED_ANSWER', 'the pages lead in a circle')
      tokens.add(token)
    }
  }

  async function* changedSince(since: number | null): AsyncGenerator<PulledPage> {
    const minutes = since === null ? null : Math.max(0, Math.ceil((ports.now() - since) / 60_000))
    const during = minutes === null ? '' : ` AND updated >= -${minutes}m`
    const jql = `project = ${JSON.stringify(project)}${during} ORDER BY updated ASC, key ASC`
    if (access.user !== undefined) yield* byToken(jql)
    else yield* byNumber(jql)
  }

  async function* byNumber(jql: string): AsyncGenerator<PulledPage> {
    const versionOf = ({ key, fields }: JiraIssue) => `${key} ${fields.updated}`
    const seen = new Set<string>()
    let startAt = 0
    let last: string | null = null
    for (let restarts = 0; restarts <= MOST_RESTARTS;) {
      const { issues, total, names = {} } = await numbered(jql, startAt)
      const [first] = issues
      if (last !== null && (first === undefined || versionOf(first) !== last)) {
        restarts += 1
        startAt = 0
        last = null
        continue
      }
      const fresh = issues.filter((issue) => !seen.has(versionOf(issue)))
      for (const issue of fresh) seen.add(versionOf(issue))
      if (fresh.length > 0) yield await pageOf(fresh, names)
      const end = issues.at(-1)
      if (end === undefined || startAt + issues.length >= total) return
      if (issues.length < 2)
        throw new PullFailed('UNEXPECTED_ANSWER', 'the pages of the search hold a single issue')
      last = versionOf(end)
      startAt += issues.length - 1
    }
    throw new PullFailed(
      'UNSTABLE_PAGES',
      `issues kept changing through ${MOST_RESTARTS} passes; try again later`,
    )
  }
  return { changedSince }
}
