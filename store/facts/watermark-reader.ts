import type { Store } from '../store.ts'
import { whileUnchanged } from '../while-unchanged.ts'
import { readWatermarks } from './read-watermarks.ts'

/** So many questions are remembered between two writes of facts. */
const QUESTIONS = 10_000

/**
 * Reads the watermarks of some subjects and of every division and organization, or of all when none are named. Where only
 * this process writes, the same question is asked of the store once between two writes.
 */
export function watermarkReader(
  store: Store,
): (subjects: readonly string[] | null) => Promise<ReadonlyMap<string, number>> {
  const questions = whileUnchanged(store, ['facts'], () =>
    Promise.resolve(new Map<string, Promise<ReadonlyMap<string, number>>>()),
  )
  return async (subjects) => {
    const answers = await questions()
    const key = JSON.stringify(subjects)
    const known = answers.get(key)
    if (known !== undefined) return known
    const answer = readWatermarks(store, subjects === null ? {} : { projects: subjects, withWide: true })
    if (answers.size >= QUESTIONS) answers.clear()
    answers.set(key, answer)
    answer.catch(() => answers.delete(key))
    return answer
  }
}
