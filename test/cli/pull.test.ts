import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { runCommandWith } from '../helpers/terminal.ts'
import { fileWith } from '../helpers/tables.ts'
import { startTracker, type TrackerReply, type TrackerRequest } from '../helpers/tracker.ts'
import { githubReply, issuesOf, MINUTE } from '../ingest/collectors/pull/github-server.ts'

const mapping = fileURLToPath(new URL('../fixtures/reports/issues/github.yaml', import.meta.url))
const secret = 'ghp_notToBeSeenAnywhere'

interface Sent {
  readonly type: string
  readonly id: string
  readonly data: Record<string, unknown>
}

/** A kanmon that stores what it is sent, until it refuses. */
async function startKanmon(refuseAfter = Infinity) {
  const sent: Sent[] = []
  let batches = 0
  const { url } = await startTracker(({ body: text }) => {
    batches += 1
    if (batches > refuseAfter) return { status: 400, body: '{}' }
    const events = text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Sent)
    sent.push(...events)
    return { body: { accepted: events.length, duplicates: 0, quarantined: [] } }
  })
  return { url, sent }
}

function pull(server: string, url: string, state: string, ...more: string[]) {
  const words = [
    '--server',
    server,
    '--url',
    url,
    '--mapping',
    mapping,
    '--state',
    state,
    '--project',
    'shop',
  ]
  return runCommandWith({ GITHUB_TOKEN: secret }, 'pull', 'github', 'acme/shop', ...words, ...more)
}

const github =
  (kept: ReturnType<typeof issuesOf>) =>
  (request: TrackerRequest): TrackerReply =>
    githubReply(kept, request)

test('what changed is sent; the next pull reads no more than the time it looks back', async () => {
  const kept = issuesOf(130)
  const tracker = await startTracker(github(kept))
  const { url, sent } = await startKanmon()
  const state = fileWith('', 'mapping-beside') + '.state'
  const first = await pull(tracker.url, url, state)
  expect(first.exitCode).toBe(0)
  expect(new Set(sent.map(({ data }) => data['defect'])).size).toBe(130)
  expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ upTo: new Date(MINUTE(129)).toISOString() })
  const ids = new Set(sent.map(({ id }) => id))
  kept[0]!.updated_at = MINUTE(300)
  tracker.asked.length = 0
  sent.length = 0
  const second = await pull(tracker.url, url, state, '--look-back', '10')
  expect(tracker.asked[0]?.query.get('since')).toBe(new Date(MINUTE(119)).toISOString())
  expect(sent.map(({ data }) => data['defect'])).toContain('acme/shop#1')
  expect(sent.length).toBeLessThan(20)
  // What was read again is the same events; only their provenance is of another answer.
  expect(sent.every(({ id }) => ids.has(id))).toBe(true)
  expect(`${first.out}${first.notes}${second.notes}${readFileSync(state, 'utf8')}`).not.toContain(secret)
})

test('a pull that ends early is taken up after the last page that was stored', async () => {
  const tracker = await startTracker(github(issuesOf(230)))
  const state = fileWith('', 'x') + '.state'
  const broken = await startKanmon(1)
  await expect(pull(tracker.url, broken.url, state, '--attempts', '1')).rejects.toThrow()
  expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ upTo: new Date(MINUTE(99)).toISOString() })
  const { url, sent } = await startKanmon()
  await pull(tracker.url, url, state, '--look-back', '1')
  const known = [...broken.sent, ...sent].map(({ data }) => data['defect'])
  expect(new Set(known).size).toBe(230)
  expect(sent.length).toBeLessThan(140)
})

test('an issue that the mapping does not know is told to the server, and the state stays', async () => {
  const tracker = await startTracker((request) => {
    const { body, ...rest } = githubReply(issuesOf(3), request)
    return {
      ...rest,
      body: (body as object[]).map((one) =>
        'state' in one ? { ...one, state: 'closed', state_reason: 'mystery' } : one,
      ),
    }
  })
  const { url, sent } = await startKanmon()
  const state = fileWith('', 'x') + '.state'
  const run = await pull(tracker.url, url, state)
  expect(run.exitCode).toBe(1)
  expect(sent.map(({ type }) => type)).toEqual(['dev.kanmon.report.refused.v1'])
  expect(sent[0]?.data).toMatchObject({ code: 'UNMAPPED_VALUE', message: expect.stringContaining('mystery') })
  expect(existsSync(state)).toBe(false)
})

test('a dry run prints the facts, sends nothing and keeps no state', async () => {
  const tracker = await startTracker(github(issuesOf(2)))
  const state = fileWith('', 'x') + '.state'
  const run = await pull(tracker.url, 'http://127.0.0.1:9', state, '--dry-run')
  expect(run.exitCode).toBe(0)
  expect(run.out.split('\n').map((line) => (JSON.parse(line) as Sent).data['defect'])).toEqual([
    'acme/shop#1',
    'acme/shop#2',
  ])
  expect(existsSync(state)).toBe(false)
})

test('without a token, or with a wrong one, nothing is said of it and the exit code is 2', async () => {
  const words = [
    'pull',
    'github',
    'acme/shop',
    '--mapping',
    mapping,
    '--state',
    'x',
    '--project',
    'shop',
  ] as const
  const without = await runCommandWith({}, ...words, '--server', 'http://127.0.0.1:9')
  expect(without).toMatchObject({
    exitCode: 2,
    notes: 'github: NO_TOKEN: the variable GITHUB_TOKEN holds no token',
  })
  const tracker = await startTracker(() => ({ status: 401, body: { message: 'Bad credentials' } }))
  const wrong = await pull(tracker.url, 'http://127.0.0.1:9', fileWith('', 'x') + '.state')
  expect(wrong.exitCode).toBe(2)
  expect(wrong.notes).toContain('UNAUTHORIZED')
  expect(wrong.notes).not.toContain(secret)
})
