import { classify } from '../../ingest/intake/classify.ts'
import type { Store } from '../../store/store.ts'
import { withExec } from '../metrics/observed-store.ts'

/** How long a failed insert counts when nothing has been written since: after that the next one is to show. */
const MEMORY_MILLISECONDS = 30_000

export interface WatchedWrites<S extends Store> {
  readonly store: S
  /** False while the store refuses inserts, although it may answer everything else: a full disk, too many parts. */
  areTaken(): boolean
}

/**
 * Watches what becomes of a store's inserts. A refusal for what is in the rows says nothing about the store. One that
 * failed is forgotten after 30 s, since a process that gets no requests would else never be found well again.
 */
export function watchWrites<S extends Store>(store: S, monotonic: () => number): WatchedWrites<S> {
  let failedAt: number | null = null
  const exec: Store['write']['exec'] = async (parameters) => {
    try {
      const result = await store.write.exec(parameters)
      failedAt = null
      return result
    } catch (error) {
      if (classify(error) !== 'reject') failedAt = monotonic()
      throw error
    }
  }
  return {
    store: withExec(store, exec),
    areTaken: () => failedAt === null || monotonic() - failedAt > MEMORY_MILLISECONDS,
  }
}
