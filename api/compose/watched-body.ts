import type { Schedule } from './schedule.ts'

export interface WatchedBody {
  readonly body: ReadableStream<Uint8Array>
  /** True while its reader waits for the sender; otherwise the reader is busy with something else. */
  isAsked(): boolean
  /** How many times a piece was asked for. */
  asked(): number
  /** Ends the reading with an error. */
  fail(error: Error): void
}

/** Passes a body on piece by piece, only as fast as it is read, and knows who keeps whom waiting. */
export function watchBody(source: ReadableStream<Uint8Array>): WatchedBody {
  const reader = source.getReader()
  let asked = 0
  let pending = false
  let control: ReadableStreamDefaultController<Uint8Array> | null = null
  let hasFailed = false

  async function pull(controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> {
    asked++
    pending = true
    try {
      const { done, value } = await reader.read()
      if (hasFailed) return
      if (done) controller.close()
      else controller.enqueue(value)
    } finally {
      pending = false
    }
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        control = controller
      },
      pull,
      cancel: (reason) => reader.cancel(reason),
    },
    // Nothing is read ahead: a pending read means that somebody waits for it.
    { highWaterMark: 0 },
  )
  return {
    body,
    isAsked: () => pending,
    asked: () => asked,
    fail: (error) => {
      if (hasFailed) return
      hasFailed = true
      // The source is left to the HTTP server: to cancel it would cut the connection before the answer is sent.
      control?.error(error)
    },
  }
}

/** Bytes of a body that are read to be thrown away. */
const MOST_DISCARDED = 8 * 1_048_576

/**
 * Reads a body that is not wanted, within bounds of size and time. A connection that is closed with a body under way
 * may lose the answer, and the sender would know less than it could.
 */
export async function discard(
  body: ReadableStream<Uint8Array>,
  limit: { readonly milliseconds: number; readonly schedule: Schedule },
): Promise<void> {
  const reader = body.getReader()
  let isOver = false
  const late = new Promise<{ done: true }>((resolve) => {
    const cancel = limit.schedule(limit.milliseconds, () => resolve({ done: true }))
    reader.closed.then(cancel, cancel)
  })
  let bytes = 0
  while (!isOver && bytes < MOST_DISCARDED) {
    // A sender that goes away gets no answer; there is nothing more to do for it.
    const next = await Promise.race([reader.read().catch(() => ({ done: true }) as const), late])
    isOver = next.done
    if (!next.done) bytes += next.value.length
  }
}
