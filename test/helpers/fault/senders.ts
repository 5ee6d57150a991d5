import type { TestEvent } from '../events.ts'
import { until } from '../proxy/until.ts'
import { asLines, type Ledger } from './ledger.ts'

interface Receipt {
  readonly accepted: number
  readonly quarantined: readonly unknown[]
}

/** Sends events as one delivery, and acknowledges them in the ledger when the answer does. The status of the answer. */
export async function deliver(url: string, ledger: Ledger, events: readonly TestEvent[]): Promise<number> {
  const answer = await fetch(new URL('/v1/events', url), {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson' },
    body: asLines(events),
  })
  const text = await answer.text()
  if (answer.status !== 200) return answer.status
  const { accepted, quarantined } = JSON.parse(text) as Receipt
  if (accepted !== events.length || quarantined.length > 0) throw new Error(`deliver: ${text.slice(0, 300)}`)
  ledger.acknowledge(events)
  return 200
}

/** Sends one delivery after the other, of sizes that differ, until nobody answers any more. */
export async function deliverUntilGone(
  url: string,
  ledger: Ledger,
  onAcknowledged: () => void = () => undefined,
): Promise<void> {
  for (let n = 0; ; n++) {
    try {
      const status = await deliver(url, ledger, ledger.take(1 + ((n * 7) % 20)))
      if (status === 200) onAcknowledged()
    } catch (error) {
      if (error instanceof TypeError) return
      throw error
    }
  }
}

/** Sends whatever was not acknowledged yet, again and again until all of it is. */
export async function deliverTheRest(url: string, ledger: Ledger): Promise<void> {
  await until(
    'everything is acknowledged',
    async () => {
      const rest = ledger.unacknowledged()
      for (let from = 0; from < rest.length; from += 500)
        await deliver(url, ledger, rest.slice(from, from + 500))
      return ledger.unacknowledged().length === 0
    },
    { deadlineMs: 120_000 },
  )
}

/** Resolves at the n-th call. */
export function countdown(count: number): { readonly hit: () => void; readonly reached: Promise<void> } {
  let left = count
  let reach: () => void = () => undefined
  const reached = new Promise<void>((resolve) => (reach = resolve))
  return {
    reached,
    hit: () => {
      left -= 1
      if (left <= 0) reach()
    },
  }
}
