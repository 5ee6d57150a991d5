import { expect, test } from 'vitest'
import { createKeyRing } from '../../api/auth/key-ring.ts'
import type { KeyChange } from '../../store/access/append-key-change.ts'
import { deferred } from '../helpers/intake.ts'

const change = (action: KeyChange['action'], recordedAt: number): KeyChange => ({
  key: '0123456789abcdef',
  recordedAt,
  action,
  name: 'somebody',
  grants: [{ role: 'viewer', projects: 'all' }],
  hash: '',
  expiresAt: null,
  previousUntil: null,
  actor: 'admin',
})

test('a slow reading from before a revocation does not bring the key back', async () => {
  const created = change('created', 1)
  const slow = deferred<readonly KeyChange[]>()
  const kept = [created]
  let readings = 0
  const ring = createKeyRing({
    listChanges: () => ((readings += 1) === 1 ? slow.promise : Promise.resolve([...kept])),
    append: (made) => Promise.resolve(void kept.push(made)),
    monotonic: () => 0,
  })
  const early = ring.states()
  await ring.change(() => change('revoked', 2))
  slow.resolve([created])
  expect((await early).get(created.key)?.revoked).toBeNull()
  expect((await ring.find(created.key))?.revoked).not.toBeNull()
})

test('what another process changed is seen after five seconds, and the store is not asked before', async () => {
  const clock = { now: 0 }
  const kept = [change('created', 1)]
  let readings = 0
  const ring = createKeyRing({
    listChanges: () => {
      readings += 1
      return Promise.resolve([...kept])
    },
    append: () => Promise.resolve(),
    monotonic: () => clock.now,
  })
  const isRevoked = async () => (await ring.find('0123456789abcdef'))?.revoked !== null
  await Promise.all([isRevoked(), isRevoked()])
  kept.push(change('revoked', 2))
  clock.now = 4999
  expect([await isRevoked(), readings]).toEqual([false, 1])
  clock.now = 5000
  expect([await isRevoked(), readings]).toEqual([true, 2])
})

test('while the keys cannot be read nobody is let in by what was read long ago', async () => {
  const clock = { now: 0 }
  let isAway = false
  const ring = createKeyRing({
    listChanges: () => (isAway ? Promise.reject(new Error('away')) : Promise.resolve([change('created', 1)])),
    append: () => Promise.resolve(),
    monotonic: () => clock.now,
  })
  expect(await ring.find('0123456789abcdef')).not.toBeNull()
  isAway = true
  clock.now = 5000
  await expect(ring.find('0123456789abcdef')).rejects.toThrow('away')
})
