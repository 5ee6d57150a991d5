import type { KeyAnswer } from '../../schemas/answers-access.ts'
import type { KeyChange } from '../../store/access/append-key-change.ts'

/** What a key is after everything that happened to it. */
export interface KeyState {
  readonly id: string
  readonly created: KeyChange
  readonly rotated: KeyChange | null
  readonly revoked: KeyChange | null
  /** Secrets by hash, the newest first; one that was rotated away is good before `until` only. */
  readonly secrets: readonly { readonly hash: string; readonly until: number | null }[]
  readonly expiresAt: number | null
}

function created(change: KeyChange): KeyState {
  return {
    id: change.key,
    created: change,
    rotated: null,
    revoked: null,
    secrets: [{ hash: change.hash, until: null }],
    expiresAt: change.expiresAt,
  }
}

/** Only the secret just before the newest one has a grace period: those before that are gone. */
function rotated(before: KeyState, change: KeyChange): KeyState {
  const previous = before.secrets.slice(0, 1).map(({ hash }) => ({ hash, until: change.previousUntil ?? 0 }))
  const secrets = [{ hash: change.hash, until: null }, ...previous]
  return { ...before, rotated: change, secrets, expiresAt: change.expiresAt }
}

/** Every key by its id, from the changes in order of time. A revocation is for good. */
export function keyStates(changes: readonly KeyChange[]): Map<string, KeyState> {
  const states = new Map<string, KeyState>()
  for (const change of changes) {
    const before = states.get(change.key)
    if (before === undefined) {
      if (change.action === 'created') states.set(change.key, created(change))
    } else if (change.action === 'rotated') {
      states.set(change.key, rotated(before, change))
    } else if (change.action === 'revoked') {
      states.set(change.key, { ...before, revoked: before.revoked ?? change })
    }
  }
  return states
}

/** What a key is good for at a moment. */
export function validityOf(state: KeyState, now: number): KeyAnswer['state'] {
  if (state.revoked !== null) return 'revoked'
  return state.expiresAt !== null && now >= state.expiresAt ? 'expired' : 'valid'
}

const iso = (time: number | null | undefined) => (time == null ? null : new Date(time).toISOString())

/** A key as it is shown: never with a secret or a hash. */
export function renderKey(state: KeyState, now: number, lastUsedOn: string | null): KeyAnswer {
  const { id, created: first, rotated: newest, revoked, expiresAt } = state
  return {
    id,
    name: first.name,
    grants: [...first.grants],
    state: validityOf(state, now),
    createdAt: new Date(first.recordedAt).toISOString(),
    createdBy: first.actor,
    rotatedAt: iso(newest?.recordedAt),
    previousUntil: iso(newest?.previousUntil),
    expiresAt: iso(expiresAt),
    revokedAt: iso(revoked?.recordedAt),
    revokedBy: revoked?.actor ?? null,
    lastUsedOn,
  }
}
