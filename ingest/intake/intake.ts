import { setTimeout } from 'node:timers/promises'
import type { IntakeReceipt, Refusal } from '../../schemas/refusals.ts'
import { newestReceipt } from '../../store/facts/newest-receipt.ts'
import type { Store } from '../../store/store.ts'
import { type Candidates, rawOf, type ReadCandidate } from '../candidate.ts'
import type { AcceptedFact } from '../events/accepted-fact.ts'
import type { Admit } from '../events/admit.ts'
import { EnvelopeHeads } from '../events/envelope-heads.ts'
import { readEvent } from '../events/read-event.ts'
import { RowMemory } from '../events/row-memory.ts'
import type { Logger } from '../logger.ts'
import { createReceiptClock } from '../receipt-clock.ts'
import { classify, codeOf } from './classify.ts'
import type { Decision } from './decide.ts'
import { deliverAll } from './deliver.ts'
import type { Entry } from './entry.ts'
import { IntakeUnavailable } from './errors.ts'
import { makeSalt } from './first-of-id.ts'
import { createGroupCommit } from './group-commit.ts'
import { createKnownIds } from './known-ids.ts'
import { type BlockPart, type BlockPorts, keepStamped, storeBlock } from './store-block.ts'

export interface IntakeLimits {
  /** Of one insert. */
  readonly blockRows: number
  readonly blockBytes: number
  /** Of a delivery that is read at a time; at most a block. */
  readonly chunkRows: number
  /** Of all deliveries that wait to be stored. */
  readonly queueRows: number
  readonly queueBytes: number
  /** Refused events of one delivery before it is given up. */
  readonly maxRefused: number
  /** Tries of one statement before a delivery is rejected. */
  readonly attempts: number
}

const LIMITS: IntakeLimits = {
  blockRows: 20_000,
  blockBytes: 16 * 1_048_576,
  chunkRows: 5000,
  queueRows: 30_000,
  queueBytes: 16 * 1_048_576,
  maxRefused: 100_000,
  attempts: 6,
}

export interface IntakePorts {
  readonly store: Store
  readonly now: () => number
  readonly logger: Logger
  readonly limits?: Partial<IntakeLimits>
  readonly delay?: (milliseconds: number) => Promise<void>
  readonly random?: () => number
  /** Is told of every block, for measuring: before, of each delivery's part; after, what became of each entry. */
  readonly observe?: {
    received(entries: readonly Entry[]): void
    decided(entries: readonly Entry[], decisions: readonly Decision[]): void
  }
}

export type OrderReceipt =
  | {
      readonly ok: true
      readonly fact: AcceptedFact
      readonly receivedAt: number
      readonly isDuplicate: boolean
    }
  | { readonly ok: false; readonly refusal: Refusal }

export interface Intake {
  /**
   * Stores a delivery; when it returns, every event in it is stored, as a fact or in the quarantine. `admit` says
   * which events its sender may send.
   *
   * @throws {IntakeUnavailable} nothing is acknowledged, the delivery must be sent again
   * @throws {TooManyRefused}
   */
  deliver(candidates: Candidates, origin: string, admit?: Admit): Promise<IntakeReceipt>
  /** Keeps a body that could not be read as events at all. */
  keepUnreadable(candidate: ReadCandidate & { readonly refusal: Refusal }, origin: string): Promise<void>
  /**
   * Stores one event of any kind, holds and waivers too. Whoever calls it has checked who may do so.
   *
   * @throws {IntakeUnavailable}
   */
  submitOrder(event: unknown): Promise<OrderReceipt>
  /**
   * Runs `keep` with a stamp of the same clock as every receipt's, for what is kept beside the facts and known from
   * then on, and holds the log open meanwhile.
   */
  stamped<T>(keep: (receivedAt: number) => Promise<T>): Promise<T>
  /** The newest instant "as known at" which every answer is final and complete; see `ReceiptClock`. */
  settledUntil(): number
  /** Resolves when everything submitted is stored or failed. */
  drain(): Promise<void>
  /** What waits to be stored, and whether there is no room for more. */
  load(): { readonly rows: number; readonly bytes: number; readonly isFull: boolean }
}

/** What became of one delivery's part of a block. */
interface StoredPart {
  readonly receivedAt: number
  readonly decisions: readonly Decision[]
}

/** One for each process and store: it alone gives out `received_at`, and commits blocks one after the other. */
export async function createIntake(ports: IntakePorts): Promise<Intake> {
  const limits = { ...LIMITS, ...ports.limits }
  const block = blockPorts(ports, limits, await newestReceipt(ports.store))
  const rows = new RowMemory()
  const heads = new EnvelopeHeads()
  const commits = createGroupCommit<BlockPart, StoredPart>(async (parts) => {
    try {
      for (const { entries } of parts) ports.observe?.received(entries)
      const { receivedAt, entries, decisions } = await storeBlock(parts, block)
      ports.observe?.decided(entries, decisions)
      let start = 0
      return parts.map((part) => ({
        receivedAt,
        decisions: decisions.slice(start, (start += part.entries.length)),
      }))
    } catch (error) {
      ports.logger.error({
        event: 'intake.failed',
        code: codeOf(error),
        class: classify(error),
        rows: parts.reduce((sum, { entries }) => sum + entries.length, 0),
      })
      throw new IntakeUnavailable(error)
    }
  }, limits)

  const submit = (part: BlockPart, bytes: number) =>
    commits.submit(part, { rows: part.entries.length, bytes })

  return {
    deliver: (candidates, origin, admit) =>
      deliverAll(candidates, {
        now: ports.now,
        room: () => commits.room(),
        submit: async (entries, bytes) =>
          (await submit({ entries, origin, keepRefusal: true }, bytes)).decisions,
        rows,
        heads,
        // A chunk is a block at most, since it is never divided.
        chunkRows: Math.min(limits.chunkRows, limits.blockRows),
        chunkBytes: limits.blockBytes,
        maxRefused: limits.maxRefused,
        admit,
      }),
    keepUnreadable: async ({ index, raw, refusal }, origin) => {
      const refused = { refusal, id: null, project: null, kind: null }
      await submit({ entries: [{ index, raw, refused }], origin, keepRefusal: true }, raw().bytes)
    },
    submitOrder: (event) =>
      submitOrder(event, ports.now(), (entry) =>
        submit({ entries: [entry], origin: 'order', keepRefusal: false }, 1000),
      ),
    stamped: (keep) => keepStamped(block, keep),
    settledUntil: () => block.clock.settledUntil(),
    drain: async () => {
      await Promise.all([commits.drain(), block.known.stop()])
    },
    load: () => commits.load(),
  }
}

function blockPorts(ports: IntakePorts, limits: IntakeLimits, newest: number): BlockPorts {
  return {
    store: ports.store,
    clock: createReceiptClock(ports.now, newest),
    known: createKnownIds(ports.store, (error) =>
      ports.logger.warn({ event: 'intake.ids-unread', code: codeOf(error) }),
    ),
    salt: makeSalt(ports.random ?? Math.random),
    now: ports.now,
    retry: {
      attempts: limits.attempts,
      delay: ports.delay ?? ((milliseconds) => setTimeout(milliseconds)),
      random: ports.random ?? Math.random,
      onRetry: (error, attempt) => ports.logger.warn({ event: 'intake.retry', code: codeOf(error), attempt }),
    },
  }
}

async function submitOrder(
  event: unknown,
  now: number,
  submit: (entry: Entry) => Promise<StoredPart>,
): Promise<OrderReceipt> {
  // Orders are built by our own routes from checked input, so they are within the limits of size.
  const reading = readEvent(event, { now, bytes: () => 0, allowOrders: true })
  if (!reading.ok) return { ok: false, refusal: reading.refusal }
  const { fact } = reading
  const raw = () => rawOf(JSON.stringify(event))
  const { receivedAt, decisions } = await submit({ index: 0, raw, fact })
  const [decision] = decisions
  if (decision === undefined) throw new Error('submitOrder: the block has no result')
  if (decision.state === 'refused') return { ok: false, refusal: decision.refused.refusal }
  return { ok: true, fact, receivedAt, isDuplicate: decision.state === 'duplicate' }
}
