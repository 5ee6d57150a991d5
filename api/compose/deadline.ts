import type { Schedule } from './schedule.ts'
import type { WatchedBody } from './watched-body.ts'

/** The store kept a delivery waiting for longer than allowed. What was read of it may be stored or not. */
export class DeadlinePassed extends Error {
  constructor() {
    super('the store did not take the delivery in time')
    this.name = 'DeadlinePassed'
  }
}

/**
 * The outcome of `work`, which reads `body`, unless the body is not read on for `milliseconds` although the sender
 * has more: then the store is away. A slow sender is waited for; the HTTP server has its own limits for that.
 *
 * @throws {DeadlinePassed}
 */
export async function whileMoving<T>(
  work: Promise<T>,
  body: WatchedBody | null,
  limit: { readonly milliseconds: number; readonly schedule: Schedule },
): Promise<T> {
  let cancel: () => void = () => undefined
  const passed = new Promise<never>((_, reject) => {
    const watch = () => {
      const before = body?.asked() ?? 0
      cancel = limit.schedule(limit.milliseconds, () => {
        if (body !== null && (body.isAsked() || body.asked() > before)) {
          watch()
          return
        }
        const error = new DeadlinePassed()
        body?.fail(error)
        reject(error)
      })
    }
    watch()
  })
  try {
    return await Promise.race([work, passed])
  } finally {
    cancel()
  }
}
