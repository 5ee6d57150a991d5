import { expect, test } from 'vitest'
import { gitlabSource } from '../../../../ingest/collectors/pull/gitlab.ts'
import { patientPorts, startTracker } from '../../../helpers/tracker.ts'

const START = Date.parse('2026-04-01T00:00:00Z')
const issue = {
  iid: 3,
  project_id: 44,
  references: { full: 'acme/shop#3' },
  title: 'Wrong total',
  state: 'closed',
  labels: ['bug'],
  created_at: '2026-03-02T01:00:00.000Z',
  updated_at: '2026-03-09T01:00:00.000Z',
}

test('issues with the events of their labels and states; a limit is waited for', async () => {
  let isFirst = true
  const { url, asked } = await startTracker(({ path }) => {
    if (isFirst) {
      isFirst = false
      const headers = { 'ratelimit-remaining': '0', 'ratelimit-reset': String(START / 1000 + 45) }
      return { status: 429, headers, body: 'Retry later\n' }
    }
    if (path.endsWith('resource_label_events')) {
      return { body: [{ created_at: issue.created_at, action: 'add', label: { name: 'bug' } }] }
    }
    if (path.endsWith('resource_state_events'))
      return { body: [{ created_at: issue.updated_at, state: 'closed' }] }
    return { body: [issue] }
  })
  const { ports, waits } = patientPorts(START)
  const pages = []
  for await (const page of gitlabSource('acme/shop', url, 'secret', ports).changedSince(START - 1000))
    pages.push(page)
  expect(pages).toHaveLength(1)
  expect(pages[0]?.issues).toMatchObject([
    { id: 'acme/shop#3', changes: [{ field: 'labels' }, { field: 'status' }] },
  ])
  expect(waits).toEqual([{ seconds: 46, cause: 'HTTP 429' }])
  expect(asked[1]?.path).toBe('/api/v4/projects/acme%2Fshop/issues')
  expect(asked[1]?.query.get('updated_after')).toBe('2026-03-31T23:59:59.000Z')
  expect(asked[1]?.headers['private-token']).toBe('secret')
})
