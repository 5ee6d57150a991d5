import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { deliver, type DeliveryOptions } from '../delivery.ts'
import { startProgress } from '../progress.ts'
import type { Terminal } from '../terminal.ts'

export type SendOptions = DeliveryOptions

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
      const body = Buffer.from(`${batch.lines.join('\n')}\n`, 'latin1')
      const receipt = await deliver(body, options, terminal)
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
