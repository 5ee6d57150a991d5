import { makeEvent, planBaselined, projectDeclared, type TestEvent } from '../events.ts'

/** What was sent and what of it was acknowledged, by id. All its events are of one source, over a few projects. */
export interface Ledger {
  readonly source: string
  readonly projects: readonly string[]
  /** Declarations and plans first, then bookings of `AMOUNT` each: an amount counted twice shows in the actual cost. */
  take(count: number): TestEvent[]
  acknowledge(events: readonly { readonly id: string }[]): void
  readonly sent: ReadonlyMap<string, TestEvent>
  readonly acknowledged: ReadonlySet<string>
  /** What was sent and never acknowledged, to be sent again. */
  unacknowledged(): TestEvent[]
}

/** Of every booking, in hours. */
export const AMOUNT = 8

export function createLedger(name: string, projectCount = 3): Ledger {
  const source = `urn:fault:${name}`
  const projects = Array.from({ length: projectCount }, (_, n) => `${name}-${n}`)
  const sent = new Map<string, TestEvent>()
  const acknowledged = new Set<string>()
  const preamble = projects.flatMap((subject) => [
    makeEvent(`${subject}-declared`, { ...projectDeclared(), source, subject }),
    makeEvent(`${subject}-planned`, { ...planBaselined({}), source, subject }),
  ])
  const next = (): TestEvent => {
    const first = preamble.shift()
    if (first !== undefined) return first
    const n = sent.size
    return makeEvent(`${name}-${n}`, { source, subject: projects[n % projectCount] ?? name })
  }
  return {
    source,
    projects,
    sent,
    acknowledged,
    take: (count) =>
      Array.from({ length: count }, () => {
        const event = next()
        sent.set(event.id, event)
        return event
      }),
    acknowledge: (events) => {
      for (const { id } of events) acknowledged.add(id)
    },
    unacknowledged: () => [...sent.values()].filter(({ id }) => !acknowledged.has(id)),
  }
}

/** Each event as a message of its own, keyed by its project. */
export const asMessages = (events: readonly TestEvent[]) =>
  events.map((event) => ({ key: event.subject, value: JSON.stringify(event) }))

/** Events as the body of a delivery. */
export const asLines = (events: readonly TestEvent[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('')
