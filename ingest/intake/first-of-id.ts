import type { AcceptedFact } from '../events/accepted-fact.ts'
import { isSameId } from '../events/id-hash.ts'

/** Four odd numbers of 32 bits that nobody outside the process knows. */
export type Salt = readonly [number, number, number, number]

export function makeSalt(random: () => number): Salt {
  const word = () => Math.floor(random() * 4_294_967_296) | 1
  return [word(), word(), word(), word()]
}

/**
 * The first fact of each id in a block. A table of places with open addressing: a Map of ten thousand entries would be
 * filled and thrown away for every block. A sender can choose ids whose hashes begin alike, which would make one run of
 * places of all of them; so the place depends on the salt as well (multilinear hashing).
 */
export class FirstOfId {
  readonly #facts: AcceptedFact[] = []
  /** Places in `#facts` counted from 1, at most half of them used. */
  readonly #table: Uint32Array
  readonly #shift: number
  readonly #salt: Salt

  constructor(most: number, salt: Salt) {
    const bits = Math.ceil(Math.log2(2 * most + 2))
    this.#table = new Uint32Array(2 ** bits)
    this.#shift = 32 - bits
    this.#salt = salt
  }

  /** Takes a fact whose id is new, and returns undefined; otherwise the first of its id. */
  putIfNew(fact: AcceptedFact): AcceptedFact | undefined {
    const mask = this.#table.length - 1
    for (let slot = this.#placeOf(fact); ; slot = (slot + 1) & mask) {
      const taken = this.#table[slot] ?? 0
      if (taken === 0) {
        this.#table[slot] = this.#facts.push(fact)
        return undefined
      }
      const other = this.#facts[taken - 1]
      if (other !== undefined && isSameId(other, fact)) return other
    }
  }

  #placeOf({ first, second, third, fourth }: AcceptedFact): number {
    const [a, b, c, d] = this.#salt
    return (
      (Math.imul(first, a) + Math.imul(second, b) + Math.imul(third, c) + Math.imul(fourth, d)) >>>
      this.#shift
    )
  }
}
