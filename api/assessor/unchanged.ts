import { recentlyUsed } from '../recently-used.ts'
import type { Marks } from './marks.ts'

interface Listed<T> {
  readonly list: readonly T[]
  /** What the list was made by. */
  readonly marks: Marks
  /** Between these moments time alone changes nothing in it, in milliseconds. */
  readonly validFrom: number
  readonly validUntil: number
}

export interface Unchanged<T> {
  /** The list that was given to the same question, if nothing at all has come since. */
  get(question: string, marks: Marks, now: number): readonly T[] | null
  /** Remembers a list; the one before when it is the same, so that whoever made something of it need not do so again. */
  set(question: string, listed: Listed<T>): readonly T[]
}

/** Lists that are given again as they are, without a look at each of their items. */
export function createUnchanged<T>(capacity: number): Unchanged<T> {
  const known = recentlyUsed<string, Listed<T>>(capacity)

  /** Whether everything that the watermarks tell of was settled, so that the passing of time settles nothing more. */
  function isWhole({ watermarks, policies, settled }: Marks): boolean {
    if (policies > settled) return false
    for (const received of watermarks.values()) if (received > settled) return false
    return true
  }

  return {
    get(question, marks, now) {
      const before = known.get(question)
      if (before === undefined || now < before.validFrom || now >= before.validUntil) return null
      // The very same maps: their readers give them again while nobody has written.
      const isSame =
        before.marks.watermarks === marks.watermarks &&
        before.marks.refusals === marks.refusals &&
        before.marks.policies === marks.policies &&
        before.marks.settled <= marks.settled
      return isSame ? before.list : null
    },
    set(question, listed) {
      const before = known.get(question)?.list
      const { list } = listed
      const isSame = before?.length === list.length && list.every((item, place) => item === before[place])
      const given = isSame ? before : list
      const validUntil = isWhole(listed.marks) ? listed.validUntil : -Infinity
      known.set(question, { ...listed, validUntil, list: given })
      return given
    },
  }
}
