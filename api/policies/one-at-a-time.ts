import { KanmonError } from '../../schemas/errors.ts'

/** Seconds after which it is worth asking again. */
const RETRY_AFTER = 5

/** Runs long work one at a time in this process, so that it cannot crowd out everything else. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>

/** @throws {KanmonError} OVERLOADED while another one runs */
export function oneAtATime(): OneAtATime {
  let isRunning = false
  return async (work) => {
    if (isRunning) {
      const detail = 'another backtest or shadow of the whole portfolio is being computed'
      throw new KanmonError('OVERLOADED', detail, { retryAfter: RETRY_AFTER })
    }
    isRunning = true
    try {
      return await work()
    } finally {
      isRunning = false
    }
  }
}
