import { expect, test } from 'vitest'
import { createLiveUpdates, type LiveEvent, type LiveLimits } from '../../dashboard/live/live-updates.ts'
import { createDashboard } from '../../dashboard/dashboard.ts'
import { openSite } from '../../dashboard/site.ts'
import { translators } from '../../api/render/translate.ts'

/** Live updates whose clock is turned by hand, over a mark that tests set. */
function watched(limits: Partial<LiveLimits> = {}) {
  const state = { mark: 'a', looks: 0, fails: false }
  const due: (() => void)[] = []
  const errors: unknown[] = []
  const live = createLiveUpdates({
    readMark: () => {
      state.looks += 1
      return state.fails ? Promise.reject(new Error('store')) : Promise.resolve(state.mark)
    },
    schedule: (_milliseconds, action) => {
      due.push(action)
      return () => void due.splice(due.indexOf(action), 1)
    },
    onError: (error) => errors.push(error),
    limits,
  })
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve))
  const turn = async () => {
    for (const action of due.splice(0)) action()
    await settle()
  }
  const listener = () => {
    const heard: (LiveEvent | 'end')[] = []
    const stop = live.listen({ send: (event) => heard.push(event), end: () => heard.push('end') })
    return { heard, stop }
  }
  return { live, state, due, errors, turn, settle, listener }
}

test('one look serves all who listen, and there is none while nobody does', async () => {
  const { state, listener, settle, turn, due } = watched()
  expect(state.looks).toBe(0)
  const listeners = [listener(), listener(), listener()]
  await settle()
  expect(state.looks).toBe(1)
  state.mark = 'b'
  await turn()
  expect(state.looks).toBe(2)
  for (const { heard } of listeners) expect(heard).toEqual(['changed'])
  for (const { stop } of listeners) stop!()
  await turn()
  expect(due).toHaveLength(0)
  const late = listener()
  await settle()
  // What changed while nobody listened is no news to a page made since.
  expect(late.heard).toEqual([])
})

test('a listener that comes while the last look is under way starts no second row of looks', async () => {
  const { listener, settle, due } = watched()
  listener().stop!()
  listener()
  await settle()
  expect(due).toHaveLength(1)
})

test('silence is broken by a sign of life, and a failing look is told and tried again', async () => {
  const { state, listener, settle, turn, errors } = watched({ beat: 3 })
  const { heard } = listener()
  await settle()
  await turn()
  await turn()
  expect(heard).toEqual(['beat'])
  state.fails = true
  await turn()
  expect(errors).toHaveLength(1)
  state.fails = false
  state.mark = 'b'
  await turn()
  expect(heard).toEqual(['beat', 'changed'])
})

test('connections are bounded in number and in length', async () => {
  const { listener, settle, turn } = watched({ listeners: 2, longest: 2 })
  const first = listener()
  listener()
  expect(listener().stop).toBeNull()
  await settle()
  await turn()
  expect(first.heard.at(-1)).toBe('end')
  expect(listener().stop).not.toBeNull()
})

test('closing ends every connection, and none comes after it', async () => {
  const { live, listener, settle, due } = watched()
  const { heard } = listener()
  await settle()
  live.close()
  expect(heard).toEqual(['end'])
  expect(due).toHaveLength(0)
  expect(listener().stop).toBeNull()
})

test('/events is a stream that ends when the visitor goes or the server closes', async () => {
  const { live, state, turn, settle } = watched()
  const caller = { kind: 'unchecked', id: null, name: null, permissions: [] }
  const pages = createDashboard(
    { ask: () => Response.json(caller), translators: translators(), now: () => 0 },
    openSite({ live }),
  )
  const response = await pages.request('/events')
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toBe('retry: 3000\n\n')
  await settle()
  state.mark = 'b'
  await turn()
  expect((await reader.read()).value).toBe('event: changed\ndata:\n\n')
  live.close()
  expect((await reader.read()).done).toBe(true)
  expect((await pages.request('/events')).status).toBe(503)
})

test('/events is closed to strangers', async () => {
  const { live, state } = watched()
  const refusal = { type: 't', title: 't', status: 401, detail: 'd', code: 'UNAUTHENTICATED' }
  const pages = createDashboard(
    { ask: () => Response.json(refusal, { status: 401 }), translators: translators(), now: () => 0 },
    openSite({ live, isAccessControlled: true }),
  )
  expect((await pages.request('/events')).status).toBe(401)
  expect(state.looks).toBe(0)
})
