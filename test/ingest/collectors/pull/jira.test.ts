import { expect, test } from 'vitest'
import { jiraSource } from '../../../../ingest/collectors/pull/jira.ts'
import type { PullSource } from '../../../../ingest/collectors/pull/pull-source.ts'
import {
  patientPorts,
  startTracker,
  type TrackerReply,
  type TrackerRequest,
} from '../../../helpers/tracker.ts'

const START = Date.parse('2026-04-01T00:00:00Z')
interface Kept {
  readonly key: string
  updated: string
  readonly changes: number
}
const moment = (minute: number) =>
  new Date(START - 600_000_000 + minute * 60_000).toISOString().replace('Z', '+0000')
const issuesOf = (count: number, changes = 1): Kept[] =>
  Array.from({ length: count }, (_, index) => ({ key: `SHOP-${index + 1}`, updated: moment(index), changes }))

const history = (index: number) => ({
  created: moment(index),
  items: [{ field: 'status', fieldId: 'status', fromString: 'Open', toString: 'In Progress' }],
})

/** Answers as Jira does: pages of the search by number, of a change log the two latest changes, the rest by itself. */
function jiraReply(kept: readonly Kept[], { path, query }: TrackerRequest): TrackerReply {
  const startAt = Number(query.get('startAt') ?? 0)
  const [, key] = /issue\/([^/]+)\/changelog$/.exec(path) ?? []
  const total = kept.find((issue) => issue.key === key)?.changes ?? 0
  if (key !== undefined) {
    const values = Array.from({ length: total }, (_, index) => history(index)).slice(startAt, startAt + 3)
    return { body: { startAt, maxResults: 3, total, values } }
  }
  const sorted = [...kept].sort((a, b) => Date.parse(a.updated) - Date.parse(b.updated))
  const issues = sorted
    .slice(startAt, startAt + Number(query.get('maxResults')))
    .map(({ key, updated, changes }) => ({
      key,
      fields: { summary: key, created: moment(0), updated, status: { name: 'In Progress' } },
      changelog: {
        total: changes,
        histories: Array.from({ length: Math.min(2, changes) }, (_, index) => history(index)),
      },
    }))
  return { body: { startAt, total: kept.length, names: {}, issues } }
}

async function pulled(source: PullSource, since: number | null = null) {
  const all = []
  for await (const { issues } of source.changedSince(since)) all.push(...issues)
  return all
}

test('every issue once, and of a long change log also what the search leaves out', async () => {
  const kept = issuesOf(120, 7)
  const { url, asked } = await startTracker((request) => jiraReply(kept, request))
  const read = await pulled(jiraSource('SHOP', url, { token: 'secret' }, patientPorts(START).ports))
  expect(read.map(({ id }) => id)).toEqual(kept.map(({ key }) => key))
  // `status` under its id and its name is one field.
  expect(read.every(({ changes }) => changes?.length === 7)).toBe(true)
  expect(asked[0]?.headers.authorization).toBe('Bearer secret')
})

test('the time of change is asked for in minutes before now, which no time zone can shift', async () => {
  const { url, asked } = await startTracker((request) => jiraReply([], request))
  await pulled(
    jiraSource('SHOP', url, { token: 't', user: 'a@b.example' }, patientPorts(START).ports),
    START - 90_500,
  )
  expect(asked[0]?.query.get('jql')).toBe('project = "SHOP" AND updated >= -2m ORDER BY updated ASC, key ASC')
  expect(asked[0]?.headers.authorization).toBe(`Basic ${Buffer.from('a@b.example:t').toString('base64')}`)
})

test('an issue that changes between two pages pushes no other one out', async () => {
  const kept = issuesOf(120)
  let searches = 0
  const { url } = await startTracker((request) => {
    const reply = jiraReply(kept, request)
    searches += 1
    if (searches === 1) kept[3]!.updated = moment(500)
    return reply
  })
  const read = await pulled(jiraSource('SHOP', url, { token: 'secret' }, patientPorts(START).ports))
  expect(new Set(read.map(({ id }) => id)).size).toBe(120)
})

test('Jira Cloud: pages by token', async () => {
  const kept = issuesOf(120)
  const { url, asked } = await startTracker((request) => {
    const startAt = request.query.get('nextPageToken') ?? '0'
    request.query.set('startAt', startAt)
    const { body } = jiraReply(kept, request)
    const next = Number(startAt) + 50
    const { issues } = body as { issues: unknown[] }
    return {
      body: { issues, names: {}, ...(next < 120 ? { nextPageToken: String(next) } : { isLast: true }) },
    }
  })
  const read = await pulled(
    jiraSource('SHOP', url, { token: 't', user: 'a@b.example' }, patientPorts(START).ports),
  )
  expect(read.map(({ id }) => id)).toEqual(kept.map(({ key }) => key))
  expect(asked.map(({ path }) => path)).toEqual(Array(3).fill('/rest/api/2/search/jql'))
})

test('Jira Cloud tells no more changes than its page holds: from forty on they are asked for one by one', async () => {
  const kept = issuesOf(1, 41)
  const { url } = await startTracker((request) => {
    if (request.path.endsWith('/changelog')) return jiraReply(kept, request)
    const { body } = jiraReply([{ ...kept[0]!, changes: 2 }], request)
    const { issues } = body as { issues: { changelog: unknown }[] }
    const histories = Array.from({ length: 40 }, (_, index) => history(index))
    return {
      body: {
        issues: issues.map((issue) => ({ ...issue, changelog: { total: 40, histories } })),
        isLast: true,
      },
    }
  })
  const access = { token: 't', user: 'a@b.example' }
  const [issue] = await pulled(jiraSource('SHOP', url, access, patientPorts(START).ports))
  expect(issue?.changes).toHaveLength(41)
})

test('pages that never stand still end the pull', async () => {
  const kept = issuesOf(120)
  let searches = 0
  const { url } = await startTracker((request) => {
    const reply = jiraReply(kept, request)
    kept[searches % 40]!.updated = moment(500 + searches)
    searches += 1
    return reply
  })
  const reading = pulled(jiraSource('SHOP', url, { token: 'secret' }, patientPorts(START).ports))
  await expect(reading).rejects.toMatchObject({ code: 'UNSTABLE_PAGES' })
})
