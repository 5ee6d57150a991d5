import { expect, test } from 'vitest'
import { watchWrites } from '../../api/compose/watch-writes.ts'
import type { Store } from '../../store/store.ts'

/** A store whose inserts end as the test says. */
function makeStore() {
  const next = { error: null as Error | null }
  const write = {
    exec: () => (next.error === null ? Promise.resolve({}) : Promise.reject(next.error)),
    ping: () => Promise.resolve({ success: true }),
  }
  return { next, store: { kind: 'server', database: 'kanmon', write } as unknown as Store }
}
const failure = (code: string) => Object.assign(new Error('refused'), { code })

test('inserts that fail are told of until one succeeds, or none was tried for 30 seconds', async () => {
  const { next, store } = makeStore()
  let now = 0
  const watched = watchWrites(store, () => now)
  const insert = () => watched.store.write.exec({ query: 'INSERT' }).catch(() => undefined)
  expect(watched.areTaken()).toBe(true)
  next.error = failure('243')
  await insert()
  expect(watched.areTaken()).toBe(false)
  next.error = null
  await insert()
  expect(watched.areTaken()).toBe(true)
  next.error = failure('60')
  await insert()
  now = 30_000
  expect(watched.areTaken()).toBe(false)
  now = 30_001
  expect(watched.areTaken()).toBe(true)
})

test('an insert refused for what is in its rows says nothing about the store', async () => {
  const { next, store } = makeStore()
  const watched = watchWrites(store, () => 0)
  next.error = failure('27')
  await expect(watched.store.write.exec({ query: 'INSERT' })).rejects.toBe(next.error)
  expect(watched.areTaken()).toBe(true)
  expect(await watched.store.write.ping()).toEqual({ success: true })
})
