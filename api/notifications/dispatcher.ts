import type { DeliveryRow } from '../../store/notifications/rows.ts'
import type { DueDelivery } from '../../store/notifications/next-delivery.ts'
import type { Random } from '../compose/retry-after.ts'
import { backoff, MOST_ATTEMPTS } from './backoff.ts'
import type { Endpoint } from './endpoint.ts'
import { send, type SendPorts, type Sent } from './send.ts'

export interface DispatcherPorts extends SendPorts {
  readonly random: Random
  readonly monotonic: () => number
  /** What is to be sent first; it may be due in the future. Null when there is nothing. */
  readonly next: () => Promise<DueDelivery | null>
  readonly record: (row: DeliveryRow) => Promise<void>
  readonly onAttempt: (row: DeliveryRow) => void
  readonly onError: (error: unknown) => void
  /** How often the store is asked when nothing is known to be due, in milliseconds. */
  readonly interval: number
}

export interface Dispatcher {
  /** There may be something to send. */
  wake(): void
  /** Calls off what is being sent; it stays to be sent. */
  stop(): Promise<void>
}

/**
 * Delivers to one endpoint, one notification after the other, oldest first. Its queue is the store: nothing is kept in
 * memory but the one that is being sent, what was not delivered when a process ended is sent by the next one, and no
 * endpoint waits for another. A failed one is put off, and those after it go on.
 */
export function createDispatcher(endpoint: Endpoint, ports: DispatcherPorts): Dispatcher {
  const stopping = new AbortController()
  let running: Promise<void> | null = null
  let wakes = 0
  let callOff: () => void = () => undefined

  async function attempt(due: DueDelivery): Promise<void> {
    const start = ports.monotonic()
    const sent = await send(endpoint, due, ports, stopping.signal)
    if (sent === null) return
    const row = outcomeOf(endpoint.id, due, sent, Math.round(ports.monotonic() - start), ports)
    await ports.record(row)
    ports.onAttempt(row)
  }

  /** Sends what is due, and returns how long there is nothing to do, in milliseconds. */
  async function sendDue(): Promise<number> {
    while (!stopping.signal.aborted) {
      const wakesBefore = wakes
      // Asked for each anew: meanwhile another process may have delivered it.
      const due = await ports.next()
      const wait = due === null ? Infinity : due.nextAt - ports.now()
      if (due !== null && wait <= 0) await attempt(due)
      else if (wakes === wakesBefore) return Math.min(wait, ports.interval)
    }
    return Infinity
  }

  function wake(): void {
    wakes += 1
    if (running !== null || stopping.signal.aborted) return
    callOff()
    running = sendDue()
      .catch((error: unknown) => {
        ports.onError(error)
        return ports.interval
      })
      .then((wait) => {
        running = null
        if (!stopping.signal.aborted) callOff = ports.schedule(Math.max(1, wait), wake)
      })
  }

  return {
    wake,
    stop: async () => {
      stopping.abort()
      callOff()
      await running
    },
  }
}

function outcomeOf(
  endpoint: string,
  due: DueDelivery,
  sent: Sent,
  durationMs: number,
  { now, random }: DispatcherPorts,
): DeliveryRow {
  const attempt = due.attempt + 1
  const isDead = sent.isRefused || attempt >= MOST_ATTEMPTS
  const at = now()
  const wait = Math.max(backoff(attempt, random), (sent.retryAfter ?? 0) * 1000)
  return {
    endpoint,
    notification: due.id,
    number: due.number + 1,
    at,
    outcome: sent.isDelivered ? 'delivered' : isDead ? 'dead' : 'failed',
    attempt,
    status: sent.status,
    error: sent.error,
    durationMs,
    nextAt: sent.isDelivered || isDead ? at : at + wait,
  }
}
