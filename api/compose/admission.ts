import type { Delivery } from '../intake-port.ts'
import type { Schedule } from './schedule.ts'

/** What waits in the intake to be stored. */
export interface IntakeLoad {
  readonly rows: number
  readonly bytes: number
  /** No room for more at the moment. */
  readonly isFull: boolean
}

export interface Admission {
  /** Lets a delivery in, and gives what to call at its end; null when there was no room for it in time. */
  enter(weight: number): Promise<(() => void) | null>
  /** Deliveries that wait to be let in, or are in and have not ended. */
  count(): number
  /** Since when the oldest of them is there, in milliseconds of `monotonic`; null without any. */
  oldest(): number | null
}

export interface AdmissionPorts {
  readonly load: () => IntakeLoad
  readonly monotonic: () => number
  readonly schedule: Schedule
  /** Bytes of memory that all deliveries together may take. */
  readonly budget: number
  /** How long a delivery may wait to be let in, in milliseconds. */
  readonly patience: number
}

interface Visitor {
  readonly since: number
  readonly weight: number
}

/** A queue that is full is emptied by the next insert; so often it is looked at. */
const LOOK_MILLISECONDS = 20
/** Deliveries as light as this pass those that wait: they hold next to nothing, and a long upload must not stop them. */
const LIGHT = 65_536
/** Waiting costs a connection and no memory of a body; more than so many do not wait. */
const MOST_WAITING = 1000

/**
 * Lets deliveries in, in order of arrival but for light ones, while the intake has room and the bytes they may hold
 * fit a budget. Nothing is read of a delivery before. A full queue is common and brief, so there is some patience; who is not let
 * in within that is told so instead of waiting without end.
 */
export function createAdmission(ports: AdmissionPorts): Admission {
  const { load, monotonic, schedule, budget, patience } = ports
  // Both in order of arrival, so the first is the oldest.
  const inside = new Set<Visitor>()
  const waiting = new Map<Visitor, (leave: (() => void) | null) => void>()
  let held = 0
  let isLooking = false

  const fits = ({ weight }: Visitor) => !load().isFull && (inside.size === 0 || held + weight <= budget)

  function letIn(visitor: Visitor): () => void {
    inside.add(visitor)
    held += visitor.weight
    return () => {
      if (!inside.delete(visitor)) return
      held -= visitor.weight
      letWaitingIn()
    }
  }

  const firstHeavy = () => [...waiting.keys()].find(({ weight }) => weight > LIGHT)

  function letWaitingIn(): void {
    for (const [visitor, answer] of waiting) {
      if (!fits(visitor)) continue
      if (visitor.weight > LIGHT && visitor !== firstHeavy()) continue
      waiting.delete(visitor)
      answer(letIn(visitor))
    }
  }

  function look(): void {
    if (isLooking) return
    isLooking = true
    schedule(LOOK_MILLISECONDS, () => {
      isLooking = false
      letWaitingIn()
      if (waiting.size > 0) look()
    })
  }

  function wait(visitor: Visitor): Promise<(() => void) | null> {
    return new Promise((resolve) => {
      const giveUp = schedule(patience, () => {
        waiting.delete(visitor)
        resolve(null)
      })
      waiting.set(visitor, (leave) => {
        giveUp()
        resolve(leave)
      })
      look()
    })
  }

  return {
    enter: async (weight) => {
      const visitor = { since: monotonic(), weight }
      const isNext = weight <= LIGHT || firstHeavy() === undefined
      if (isNext && fits(visitor)) return letIn(visitor)
      if (patience === 0 || waiting.size >= MOST_WAITING) return null
      return wait(visitor)
    },
    count: () => inside.size + waiting.size,
    oldest: () => [...inside, ...waiting.keys()][0]?.since ?? null,
  }
}

const MEBIBYTE = 1_048_576
/** Of NDJSON, which is read a chunk or two at a time however long it is; and of JSON, which is read whole. */
const MOST_LINES = 2 * MEBIBYTE
const MOST_JSON = 8 * MEBIBYTE
/** What events in gzip unpack to. */
const GZIP_RATIO = 20
const LEAST = 1024

/** About how many bytes of text a delivery may hold at once, from what its head says. */
export function weightOf(delivery: Omit<Delivery, 'body'>): number {
  const { contentType, contentLength, contentEncoding } = delivery
  if (contentLength === null) return MEBIBYTE
  const unpacked = contentEncoding === null ? contentLength : contentLength * GZIP_RATIO
  const most = contentType?.includes('ndjson') === true ? MOST_LINES : MOST_JSON
  return Math.min(most, Math.max(LEAST, unpacked))
}
