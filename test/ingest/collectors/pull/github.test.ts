import { expect, test } from 'vitest'
import { githubSource } from '../../../../ingest/collectors/pull/github.ts'
import type { PullSource } from '../../../../ingest/collectors/pull/pull-source.ts'
import { patientPorts, startTracker, type TrackerReply } from '../../../helpers/tracker.ts'
import { githubReply, issuesOf, MINUTE } from './github-server.ts'

const START = Date.parse('2026-04-01T00:00:00Z')

async function numbersOf(source: PullSource, since: number | null = null): Promise<string[]> {
  const ids: string[] = []
  for await (const { issues } of source.changedSince(since)) ids.push(...issues.map(({ id }) => id))
  return ids
}

test('every issue comes once, with the whole of its timeline', async () => {
  const kept = issuesOf(230)
  const { url, asked } = await startTracker((request) => githubReply(kept, request))
  const { ports } = patientPorts(START)
  const pages = []
  for await (const page of githubSource('acme/shop', url, 'secret', ports).changedSince(null))
    pages.push(page)
  const ids = pages.flatMap(({ issues }) => issues.map(({ id }) => id))
  expect(ids).toEqual(kept.map(({ number }) => `acme/shop#${number}`))
  expect(pages[0]?.issues[0]?.changes).toHaveLength(2)
  expect(pages.at(-1)?.upTo).toBe(Date.parse(MINUTE(229)))
  expect(asked[0]?.headers).toMatchObject({
    authorization: 'Bearer secret',
    'x-github-api-version': '2022-11-28',
    'user-agent': 'kanmon',
  })
})

test('an issue that changes between two pages pushes no other one out', async () => {
  const kept = issuesOf(230)
  let lists = 0
  const { url } = await startTracker((request) => {
    const reply = githubReply(kept, request)
    if (request.path.endsWith('/issues')) {
      lists += 1
      // After the first page one of its issues moves to the end, so that all others move up by one.
      if (lists === 1) kept[4]!.updated_at = MINUTE(500)
    }
    return reply
  })
  const ids = await numbersOf(githubSource('acme/shop', url, 'secret', patientPorts(START).ports))
  expect(new Set(ids).size).toBe(230)
  expect(ids.filter((id) => id === 'acme/shop#5')).toHaveLength(2)
})

test('more issues of one moment than a page holds', async () => {
  const kept = issuesOf(250).map((issue) => ({ ...issue, updated_at: MINUTE(7) }))
  const { url } = await startTracker((request) => githubReply(kept, request))
  const ids = await numbersOf(githubSource('acme/shop', url, 'secret', patientPorts(START).ports))
  expect(new Set(ids).size).toBe(250)
})

test('only what changed since', async () => {
  const { url } = await startTracker((request) => githubReply(issuesOf(10), request))
  const source = githubSource('acme/shop', url, 'secret', patientPorts(START).ports)
  expect(await numbersOf(source, Date.parse(MINUTE(7)))).toEqual([
    'acme/shop#8',
    'acme/shop#9',
    'acme/shop#10',
  ])
})

/** Some refusals first, then a list with one issue. */
async function afterReplies(...first: TrackerReply[]) {
  const { url } = await startTracker((request) => first.shift() ?? githubReply(issuesOf(1), request))
  const { ports, waits } = patientPorts(START)
  const source = githubSource('acme/shop', url, 'secret', ports)
  return { reading: numbersOf(source), waits }
}
const reset = (seconds: number) => String(START / 1000 + seconds)

test.each([
  ['the primary limit', 403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset(1800) }, '{}', 1801],
  ['a secondary limit', 403, { 'retry-after': '90' }, '{}', 90],
  [
    'a secondary limit without a time',
    403,
    {},
    '{"message":"You have exceeded a secondary rate limit."}',
    60,
  ],
  ['too many requests', 429, { 'retry-after': new Date(START + 30_000).toUTCString() }, '', 30],
  ['a fault of the server', 502, {}, '<html>', 1],
  ['a server in maintenance', 503, { 'retry-after': '120' }, '', 120],
])('%s is waited for as long as it asks', async (_, status, headers, body, seconds) => {
  const { reading, waits } = await afterReplies({ status, headers: { ...headers }, body })
  expect(await reading).toEqual(['acme/shop#1'])
  expect(waits).toEqual([{ seconds, cause: `HTTP ${status}` }])
})

test('faults that stay are told after eight tries, with longer and longer waits', async () => {
  const { reading, waits } = await afterReplies(...Array<TrackerReply>(8).fill({ status: 500, body: '' }))
  await expect(reading).rejects.toMatchObject({ code: 'UNAVAILABLE' })
  expect(waits.map(({ seconds }) => seconds)).toEqual([1, 2, 4, 8, 16, 32, 60])
})

test.each([
  ['a wait of a day', { status: 429, headers: { 'retry-after': '86400' } }, 'RATE_LIMITED'],
  ['a wrong token', { status: 401, body: { message: 'Bad credentials' } }, 'UNAUTHORIZED'],
  ['a missing right', { status: 403, body: { message: 'Resource not accessible' } }, 'UNAUTHORIZED'],
  ['a repository that is not there', { status: 404, body: {} }, 'NOT_FOUND'],
  ['a redirect', { status: 301, headers: { location: 'http://127.0.0.1:1/elsewhere' } }, 'UNEXPECTED_ANSWER'],
  ['a page of a proxy', { status: 200, body: '<html>sign in</html>' }, 'UNEXPECTED_ANSWER'],
  ['an answer of another form', { status: 200, body: { items: [] } }, 'UNEXPECTED_ANSWER'],
])('%s ends the pull', async (_, reply, code) => {
  const { reading } = await afterReplies(reply)
  await expect(reading).rejects.toMatchObject({ code })
})

test('a link to another server is not followed: the token stays', async () => {
  const other = await startTracker(() => ({ body: [] }))
  const { url } = await startTracker((request) => ({
    ...githubReply(issuesOf(1), request),
    headers: { link: `<${other.url}/next>; rel="next"` },
  }))
  const source = githubSource('acme/shop', url, 'secret', patientPorts(START).ports)
  await expect(numbersOf(source)).rejects.toMatchObject({ code: 'UNEXPECTED_ANSWER' })
  expect(other.asked).toEqual([])
})

test.each([
  'http://tracker.example',
  'http://127.0.0.1.example',
  'ftp://127.0.0.1',
  'https://user:pw@tracker.example',
])('a token is not sent to %s', (url) => {
  expect(() => githubSource('acme/shop', url, 'secret', patientPorts(START).ports)).toThrow(
    expect.objectContaining({ code: 'NOT_HTTPS' }),
  )
})
