import { AsyncLocalStorage } from 'node:async_hooks'
import type { Look } from '../assessor/ports.ts'

export interface OneMoment {
  /** The moment that this question belongs to, if it is one of several that are asked as one. */
  readonly current: () => Look | null
  /** Runs questions so that what is known is told as of the moment at which the first of them could be asked. */
  readonly run: <T>(work: () => Promise<T>) => Promise<T>
}

/** Lets several questions be answered for the same moment: they then tell the same, and share what they are made of. */
export function createOneMoment(clock: {
  readonly now: () => number
  readonly settledUntil: () => number
}): OneMoment {
  const looks = new AsyncLocalStorage<Look>()
  return {
    current: () => looks.getStore() ?? null,
    run: (work) => looks.run({ settled: clock.settledUntil(), now: clock.now() }, work),
  }
}
