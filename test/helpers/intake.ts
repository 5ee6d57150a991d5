import type { Candidate } from '../../ingest/candidate.ts'
import { rawOf } from '../../ingest/candidate.ts'
import { createIntake, type Intake, type IntakePorts } from '../../ingest/intake/intake.ts'
import type { Logger } from '../../ingest/logger.ts'
import type { Store } from '../../store/store.ts'
import { NOW } from './events.ts'

export const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** An intake whose clock stands still, whose retries do not wait and draw no random numbers. */
export function makeIntake(store: Store, ports: Partial<IntakePorts> = {}): Promise<Intake> {
  return createIntake({
    store,
    now: () => NOW,
    logger: silent,
    delay: () => Promise.resolve(),
    random: () => 0,
    ...ports,
  })
}

export const toCandidates = (events: readonly unknown[]): Candidate[] =>
  events.map((value, index) => ({ index, value, raw: () => rawOf(JSON.stringify(value)) }))

/** A body as a stream of small pieces. */
export function streamOf(body: string | Uint8Array, pieceBytes = 7): ReadableStream<Uint8Array> {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  let start = 0
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (start >= bytes.length) controller.close()
      else controller.enqueue(bytes.subarray(start, (start += pieceBytes)))
    },
  })
}

/** A promise and the means to settle it. */
export function deferred<T = void>(): {
  promise: Promise<T>
  resolve: (value: T) => void
  reject: (error: unknown) => void
} {
  let resolve!: (value: T) => void
  let reject!: (error: unknown) => void
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve, reject }
}
