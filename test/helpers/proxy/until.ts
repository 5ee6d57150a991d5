import { setTimeout as wait } from 'node:timers/promises'

export interface UntilOptions {
  /** When to give up; generous, since it is only ever reached by a failing test. */
  readonly deadlineMs?: number
  readonly everyMs?: number
}

/**
 * Asks `probe` until it answers something truthy, and returns that. A probe that throws has not answered yet.
 *
 * @throws {Error} at the deadline, with the probe's last error as its cause
 */
export async function until<T>(
  what: string,
  probe: () => T | Promise<T>,
  options: UntilOptions = {},
): Promise<Exclude<T, false | null | undefined>> {
  const { deadlineMs = 30_000, everyMs = 20 } = options
  const end = performance.now() + deadlineMs
  let cause: unknown
  do {
    try {
      const answer = await probe()
      if (answer) return answer as Exclude<T, false | null | undefined>
      cause = undefined
    } catch (error) {
      cause = error
    }
    await wait(everyMs)
  } while (performance.now() < end)
  throw new Error(`not within ${deadlineMs} ms: ${what}`, { cause })
}
