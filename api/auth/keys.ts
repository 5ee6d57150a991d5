import type { z } from 'zod'
import type { createKey, KeyAnswer, NewKeyAnswer, rotateKey } from '../../schemas/answers-access.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { KeyChange } from '../../store/access/append-key-change.ts'
import type { Principal } from './caller.ts'
import { hashOf, keyIdOf, makeKey, matchesHash } from './key-format.ts'
import type { KeyRing } from './key-ring.ts'
import { type KeyState, renderKey, validityOf } from './key-state.ts'

/** What a presented key turned out to be. `isKnown`: the secret was right, whatever became of the key since. */
export type KeyCheck =
  | { readonly ok: true; readonly principal: Principal }
  | { readonly ok: false; readonly isKnown: boolean; readonly detail: string }

export interface Keys {
  create(request: z.output<typeof createKey>, actor: string): Promise<NewKeyAnswer>
  rotate(id: string, request: z.output<typeof rotateKey>, actor: string): Promise<NewKeyAnswer>
  revoke(id: string, actor: string): Promise<KeyAnswer>
  list(): Promise<KeyAnswer[]>
  find(id: string): Promise<KeyAnswer>
  check(text: string): Promise<KeyCheck>
}

export interface KeyPorts {
  readonly ring: KeyRing
  readonly lastUses: () => Promise<ReadonlyMap<string, string>>
  /** Notes the day of a use, without being waited for. */
  readonly noteUse: (id: string) => void
  readonly randomBytes: (size: number) => Buffer
  readonly now: () => number
}

const UNKNOWN = 'the key is not known'

/** When a key ends, which must be later than now; `before` when nothing is said about it. */
function ending(expiresAt: string | undefined, before: number | null, now: number): number | null {
  if (expiresAt === undefined) return before
  const end = Date.parse(expiresAt)
  if (end > now) return end
  throw new KanmonError('INVALID_REQUEST', 'expiresAt: must be later than now', { field: 'expiresAt' })
}

function checkOf(state: KeyState, text: string, now: number): KeyCheck {
  // Every secret is compared, so that the time does not tell which of them it was.
  const [fits] = state.secrets.filter(({ hash }) => matchesHash(text, hash))
  if (fits === undefined) return { ok: false, isKnown: false, detail: UNKNOWN }
  const validity = validityOf(state, now)
  if (validity !== 'valid') return { ok: false, isKnown: true, detail: `the key is ${validity}` }
  if (fits.until !== null && now >= fits.until)
    return { ok: false, isKnown: true, detail: 'the key was rotated, and the grace period is over' }
  const { name, grants } = state.created
  return { ok: true, principal: { kind: 'principal', id: `key:${state.id}`, name, grants } }
}

/** API keys: secrets are told once, kept as hashes, and never told again. */
export function createKeys(ports: KeyPorts): Keys {
  const { ring, now } = ports

  function known(states: ReadonlyMap<string, KeyState>, id: string): KeyState {
    const state = states.get(id)
    if (state === undefined) throw new KanmonError('KEY_NOT_FOUND', `there is no key ${id}`)
    return state
  }

  async function answer(id: string): Promise<KeyAnswer> {
    const [states, uses] = await Promise.all([ring.states(), ports.lastUses()])
    return renderKey(known(states, id), now(), uses.get(id) ?? null)
  }

  /** A change after everything that was noted of the key before, also when the clock was set back. */
  function changeOf(
    state: KeyState,
    change: Pick<KeyChange, 'action' | 'hash' | 'expiresAt' | 'previousUntil' | 'actor'>,
  ): KeyChange {
    const { created, rotated, revoked } = state
    const last = Math.max(...[created, rotated, revoked].map((each) => each?.recordedAt ?? 0))
    const { name, grants } = created
    return { ...change, key: state.id, name, grants, recordedAt: Math.max(now(), last + 1) }
  }

  return {
    create: async ({ name, grants, expiresAt }, actor) => {
      const { id, key } = makeKey(ports.randomBytes)
      const end = ending(expiresAt, null, now())
      await ring.change(() => ({
        key: id,
        recordedAt: now(),
        action: 'created',
        name,
        grants,
        hash: hashOf(key),
        expiresAt: end,
        previousUntil: null,
        actor,
      }))
      return { ...(await answer(id)), key }
    },
    rotate: async (id, { graceSeconds, expiresAt }, actor) => {
      const { key } = makeKey(ports.randomBytes, id)
      await ring.change((states) => {
        const state = known(states, id)
        if (state.revoked !== null) throw new KanmonError('KEY_NOT_VALID', `key ${id} is revoked`)
        return changeOf(state, {
          action: 'rotated',
          hash: hashOf(key),
          expiresAt: ending(expiresAt, state.expiresAt, now()),
          previousUntil: now() + graceSeconds * 1000,
          actor,
        })
      })
      return { ...(await answer(id)), key }
    },
    revoke: async (id, actor) => {
      await ring.change((states) => {
        const state = known(states, id)
        if (state.revoked !== null) throw new KanmonError('KEY_NOT_VALID', `key ${id} is revoked already`)
        return changeOf(state, { action: 'revoked', hash: '', expiresAt: null, previousUntil: null, actor })
      })
      return answer(id)
    },
    list: async () => {
      const [states, uses] = await Promise.all([ring.states(), ports.lastUses()])
      return [...states.values()].map((state) => renderKey(state, now(), uses.get(state.id) ?? null))
    },
    find: answer,
    check: async (text) => {
      const id = keyIdOf(text)
      if (id === null) return { ok: false, isKnown: false, detail: UNKNOWN }
      const state = await ring.find(id)
      if (state === null) return { ok: false, isKnown: false, detail: UNKNOWN }
      const check = checkOf(state, text, now())
      if (check.ok) ports.noteUse(id)
      return check
    },
  }
}
