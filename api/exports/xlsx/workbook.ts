import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { WeeklyRow } from '../../../schemas/answers-weekly.ts'
import type { Translate } from '../../render/translate.ts'
import { workbookSheets } from './sheets.ts'

/**
 * The rows as an XLSX workbook. A format with sheets needs all rows at once, so whoever calls bounds them; packing is
 * done in a thread of its own, because it would keep every other request waiting for seconds. The same rows give the
 * same bytes.
 */
export async function* weeklyWorkbook(
  rows: AsyncIterable<WeeklyRow>,
  translate: Translate,
): AsyncGenerator<Uint8Array> {
  const all: WeeklyRow[] = []
  for await (const row of rows) all.push(row)
  const worker = new Worker(new URL('./worker.mjs', import.meta.url), { execArgv: [] })
  try {
    const made = once(worker, 'message') as Promise<[Uint8Array]>
    // Whatever goes wrong in the thread before `made` is waited for is thrown there.
    made.catch(() => undefined)
    for (const sheet of workbookSheets(all, translate)) {
      worker.postMessage(sheet)
      await setImmediate()
    }
    worker.postMessage(null)
    const [bytes] = await made
    yield bytes
  } finally {
    await worker.terminate()
  }
}
