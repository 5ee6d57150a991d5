import type { KeyChange } from '../../store/access/append-key-change.ts'
import { type KeyState, keyStates } from './key-state.ts'

export interface KeyRingPorts {
  readonly listChanges: () => Promise<readonly KeyChange[]>
  readonly append: (change: KeyChange) => Promise<void>
  /** Milliseconds that are never set back. */
  readonly monotonic: () => number
}

interface Reading {
  readonly states: ReadonlyMap<string, KeyState>
  readonly readAt: number
  readonly order: number
}

/** So long a key that another process revoked may still be let in here. */
const FRESH_MILLISECONDS = 5000

/** Every key, read again after a few seconds and after every change made here. */
export function createKeyRing(ports: KeyRingPorts) {
  let kept: Reading | null = null
  let readings = 0
  let reading: Promise<ReadonlyMap<string, KeyState>> | null = null

  async function read(): Promise<ReadonlyMap<string, KeyState>> {
    // Before the question: what is changed while it is answered counts as not seen.
    const readAt = ports.monotonic()
    const order = (readings += 1)
    const states = keyStates(await ports.listChanges())
    // One that was asked for earlier and comes later must not bring back a revoked key.
    if (kept === null || kept.order < order) kept = { states, readAt, order }
    return states
  }

  function states(): Promise<ReadonlyMap<string, KeyState>> {
    if (kept !== null && ports.monotonic() - kept.readAt < FRESH_MILLISECONDS)
      return Promise.resolve(kept.states)
    reading ??= read().finally(() => {
      reading = null
    })
    return reading
  }

  // Changes are made one after the other, each upon what the one before left.
  let turn: Promise<unknown> = Promise.resolve()

  return {
    states,
    find: async (id: string) => (await states()).get(id) ?? null,
    /** Makes a change from the newest states; when it resolves, everything here goes by it. */
    change: <T extends KeyChange>(make: (states: ReadonlyMap<string, KeyState>) => T): Promise<T> => {
      const result = turn.then(async () => {
        const change = make(await read())
        await ports.append(change)
        await read()
        return change
      })
      turn = result.catch(() => undefined)
      return result
    },
  }
}
export type KeyRing = ReturnType<typeof createKeyRing>
