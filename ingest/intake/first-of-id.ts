import type { AcceptedFact } from '../events/accepted-fact.ts'
import { isSameId } from '../events/id-hash.ts'

/**
 * The first fact of each id in a block. A table of places with open addressing: a Map of ten thousand entries would be
 * filled and thrown away for every block.
 */
export class FirstOfId {
  readonly #facts: AcceptedFact[] = []
  /** Places in `#facts` counted from 1, at most half of them used. */
  readonly #table: Uint32Array

  constructor(most: number) {
    this.#table = new Uint32Array(2 ** Math.ceil(Math.log2(2 * most + 2)))
  }

  /** Takes a fact whose id is new, and returns undefined; otherwise the first of its id. */
  putIfNew(fact: AcceptedFact): AcceptedFact | undefined {
    const mask = this.#table.length - 1
    for (let slot = fact.first & mask; ; slot = (slot + 1) & mask) {
      const taken = this.#table[slot] ?? 0
      if (taken === 0) {
        this.#table[slot] = this.#facts.push(fact)
        return undefined
      }
      const other = this.#facts[taken - 1]
      if (other !== undefined && isSameId(other, fact)) return other
    }
  }
}
