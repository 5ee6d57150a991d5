import { setTimeout } from 'node:timers/promises'
import { asLines, type Ledger } from './ledger.ts'
import { stopwatch } from './form.ts'

interface Pending {
  readonly events: ReturnType<Ledger['take']>
  readonly body: Buffer
}

/** So many deliveries are made; after that, those refused and those stored are sent again. */
const MOST = 60

/**
 * Sends deliveries at an even pace for some seconds, whether the ones before were answered or not (an open loop), and waits
 * for all answers. How often which answer came; 0 stands for a connection without one.
 */
export async function overload(
  url: string,
  ledger: Ledger,
  { rows, rowsPerSecond, seconds }: { rows: number; rowsPerSecond: number; seconds: number },
): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  const made: Pending[] = []
  const refused: Pending[] = []
  const inFlight: Promise<void>[] = []
  const passed = stopwatch()

  const next = (n: number): Pending => {
    const again = refused.shift()
    if (again !== undefined) return again
    const [before] = made.length < MOST ? [] : [made[n % MOST]]
    if (before !== undefined) return before
    const events = ledger.take(rows)
    const fresh = { events, body: Buffer.from(asLines(events)) }
    made.push(fresh)
    return fresh
  }
  const send = async (pending: Pending) => {
    const status = await statusOf(url, pending.body)
    counts.set(status, (counts.get(status) ?? 0) + 1)
    if (status === 200) ledger.acknowledge(pending.events)
    else refused.push(pending)
  }
  for (let n = 0; passed() < seconds; n++) {
    inFlight.push(send(next(n)))
    await setTimeout(Math.max(0, (((n + 1) * rows) / rowsPerSecond - passed()) * 1000))
  }
  await Promise.all(inFlight)
  return counts
}

async function statusOf(url: string, body: Buffer): Promise<number> {
  try {
    const headers = { 'content-type': 'application/x-ndjson' }
    const answer = await fetch(new URL('/v1/events', url), { method: 'POST', headers, body })
    await answer.arrayBuffer()
    return answer.status
  } catch (error) {
    if (error instanceof TypeError) return 0
    throw error
  }
}
