import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { intakeReceipt, type IntakeReceipt } from '../../schemas/refusals.ts'
import { explain, request, ServerError } from '../client.ts'
import { startProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

export interface SendOptions {
  readonly url: string
  /** Tries of one batch before giving up. */
  readonly attempts: number
}

interface Batch {
  readonly lines: readonly string[]
  /** Number of the first line in the file, from 1. */
  readonly firstLine: number
  readonly bytes: number
}

const BATCH_LINES = 5000
const BATCH_BYTES = 1_048_576

async function* batches(file: string): AsyncGenerator<Batch> {
  // As Latin-1 every byte is one character and comes out again: what is not UTF-8 is for the server to refuse.
  const input = (file === '-' ? process.stdin : createReadStream(file)).setEncoding('latin1')
  let lines: string[] = []
  let bytes = 0
  let number = 0
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1
    lines.push(line)
    bytes += line.length + 1
    if (lines.length < BATCH_LINES && bytes < BATCH_BYTES) continue
    yield { lines, firstLine: number - lines.length + 1, bytes }
    lines = []
    bytes = 0
  }
  if (lines.length > 0) yield { lines, firstLine: number - lines.length + 1, bytes }
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

async function sendBatch(batch: Batch, options: SendOptions, terminal: Terminal): Promise<IntakeReceipt> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: Buffer.from(`${batch.lines.join('\n')}\n`, 'latin1'),
  }
  for (let attempt = 1; ; attempt++) {
    try {
      return await request(new URL('/v1/events', options.url).href, intakeReceipt, init)
    } catch (error) {
      if (!isPassing(error) || attempt >= options.attempts) throw error
      const seconds = pauseAfter(error, attempt)
      terminal.note(terminal.translate('send.retry', { cause: explain(error), seconds }))
      await setTimeout(seconds * 1000)
    }
  }
}

/**
 * `kanmon send FILE`: sends the events of an NDJSON file (`-` = standard input). Exit code 0 when all are stored,
 * 1 when some were quarantined, 2 when the rest could not be sent; sending the file again counts nothing twice.
 */
export async function sendFile(file: string, options: SendOptions, terminal: Terminal): Promise<void> {
  const total = file === '-' ? null : (await stat(file)).size
  const progress = startProgress(total, terminal)
  const sum = { events: 0, accepted: 0, duplicates: 0, quarantined: 0 }
  terminal.setExitCode(2)
  try {
    for await (const batch of batches(file)) {
      if (batch.lines.every((line) => line.trim() === '')) continue
      const receipt = await sendBatch(batch, options, terminal)
      sum.events += receipt.accepted + receipt.quarantined.length
      sum.accepted += receipt.accepted
      sum.duplicates += receipt.duplicates
      sum.quarantined += receipt.quarantined.length
      for (const { index, code, message } of receipt.quarantined) {
        terminal.note(
          terminal.translate('send.quarantined', { line: batch.firstLine + index, code, message }),
        )
      }
      progress.add(batch.bytes)
    }
  } finally {
    progress.stop()
  }
  terminal.out(terminal.translate('send.done', sum))
  terminal.setExitCode(sum.quarantined > 0 ? 1 : 0)
}
