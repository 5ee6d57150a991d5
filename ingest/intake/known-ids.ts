import { countFacts, readIdentityHeads } from '../../store/facts/find-identities.ts'
import type { Store } from '../../store/store.ts'
import type { IdHash } from '../events/id-hash.ts'

/** 16 MiB: about one id in a thousand is looked up needlessly at 5 million facts, one in forty at 15 million. */
const BITS = 2 ** 27
/** All bits of an id lie in one line of the processor's cache, so that it is waited for once. */
const LINE_WORDS = 16
const PROBES = 3
/** So many identities are read at a time: a few milliseconds of work. */
const PAGE = 50_000

/**
 * Which ids may have been stored: "no" is certain, "yes" must be looked up in the store. A Bloom filter of fixed size over
 * the hashes of (project, source, id), which are as good as random.
 */
export interface KnownIds {
  mayContain(id: IdHash): boolean
  /** To be called before the insert, so that a row of unknown fate counts as stored. */
  add(id: IdHash): void
  /** Ends reading the store; what was not read by then stays to be looked up. Resolves when no query of it runs. */
  stop(): Promise<void>
}

/** Where other processes may write facts, nothing is certain. */
const everything: KnownIds = {
  mayContain: () => true,
  add: () => undefined,
  stop: () => Promise.resolve(),
}

/**
 * Starts reading which ids the store has; until that is done every id may be known. Only the embedded engine is surely
 * written by this process alone.
 */
export function createKnownIds(store: Store, onFailure: (error: unknown) => void): KnownIds {
  if (store.kind !== 'embedded') return everything
  const filter = new Uint32Array(BITS / 32)
  const state = { isComplete: false, isStopped: false }

  /** Five bits of the second half choose a bit and four a word, for each probe. */
  const set = (first: number, second: number) => {
    const line = (first & (BITS / 32 / LINE_WORDS - 1)) * LINE_WORDS
    for (let probe = 0; probe < PROBES; probe++) {
      const part = second >>> (9 * probe)
      const word = line + ((part >>> 5) & (LINE_WORDS - 1))
      filter[word] = (filter[word] ?? 0) | (1 << (part & 31))
    }
  }
  const has = (first: number, second: number) => {
    const line = (first & (BITS / 32 / LINE_WORDS - 1)) * LINE_WORDS
    for (let probe = 0; probe < PROBES; probe++) {
      const part = second >>> (9 * probe)
      const word = line + ((part >>> 5) & (LINE_WORDS - 1))
      if (((filter[word] ?? 0) & (1 << (part & 31))) === 0) return false
    }
    return true
  }
  const fill = async () => {
    const pages = Math.max(1, Math.ceil((await countFacts(store)) / PAGE))
    for (let page = 0; page < pages && !state.isStopped; page++) {
      const { first, second } = await readIdentityHeads(store, page, pages)
      first.forEach((head, place) => set(head, second[place] ?? 0))
    }
    state.isComplete = !state.isStopped
  }
  const filling = fill().catch(onFailure)

  return {
    mayContain: ({ first, second }) => !state.isComplete || has(first, second),
    add: ({ first, second }) => set(first, second),
    stop: () => {
      state.isStopped = true
      return filling
    },
  }
}
