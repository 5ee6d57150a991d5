import { setTimeout } from 'node:timers/promises'
import { intakeReceipt, type IntakeReceipt } from '../schemas/refusals.ts'
import { explain, request, ServerError } from './client.ts'
import { withKey } from './key.ts'
import type { Terminal } from './terminal.ts'

export interface DeliveryOptions {
  readonly url: string
  /** Tries of one batch before giving up. */
  readonly attempts: number
}

/** Passing faults: no answer, too busy, store away. The same events with the same ids may be sent again. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ServerError) || error.status === 429 || error.status === 503
}

const LONGEST_BACKOFF = 30
/** A server may ask for more patience than that, but not for ever. */
const LONGEST_ASKED = 600

/** Seconds before the next try: twice as long each time, and never less than the server asked for. */
export function pauseAfter(error: unknown, attempt: number): number {
  const backoff = Math.min(LONGEST_BACKOFF, 2 ** (attempt - 1))
  const asked = error instanceof ServerError ? (error.retryAfter ?? 0) : 0
  return Math.max(backoff, Math.min(LONGEST_ASKED, asked))
}

/** Delivers lines of NDJSON, again after a passing fault. @throws when a fault does not pass, or not soon enough */
export async function deliver(
  body: Buffer,
  options: DeliveryOptions,
  terminal: Pick<Terminal, 'note' | 'translate' | 'environment'>,
): Promise<IntakeReceipt> {
  const init = { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body }
  for (let attempt = 1; ; attempt++) {
    try {
      return await request(new URL('/v1/events', options.url).href, intakeReceipt, withKey(terminal, init))
    } catch (error) {
      if (!isPassing(error) || attempt >= options.attempts) throw error
      const seconds = pauseAfter(error, attempt)
      terminal.note(terminal.translate('send.retry', { cause: explain(error), seconds }))
      await setTimeout(seconds * 1000)
    }
  }
}
