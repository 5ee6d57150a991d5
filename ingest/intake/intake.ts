import { setTimeout } from 'node:timers/promises'
import type { IntakeReceipt, Refusal } from '../../schemas/refusals.ts'
import { MAX_IDENTITIES } from '../../store/facts/find-identities.ts'
import { newestReceipt } from '../../store/facts/newest-receipt.ts'
import type { Store } from '../../store/store.ts'
import { type Candidate, rawOf } from '../candidate.ts'
import type { AcceptedFact } from '../events/accepted-fact.ts'
import { readEvent } from '../events/read-event.ts'
import type { Logger } from '../logger.ts'
import { createReceiptClock } from '../receipt-clock.ts'
import { classify, codeOf } from './classify.ts'
import type { Decision } from './decide.ts'
import { deliverAll } from './deliver.ts'
import type { Entry } from './entry.ts'
import { IntakeUnavailable } from './errors.ts'
import { createGroupCommit } from './group-commit.ts'
import { type BlockEntry, type BlockPorts, storeBlock } from './store-block.ts'

export interface IntakeLimits {
  /** Of one insert; at most what one lookup of identities takes (5,000). */
  readonly blockRows: number
  readonly blockBytes: number
  /** Of all deliveries that wait to be stored. */
  readonly queueRows: number
  readonly queueBytes: number
  /** Refused events of one delivery before it is given up. */
  readonly maxRefused: number
  /** Tries of one statement before a delivery is rejected. */
  readonly attempts: number
}

const LIMITS: IntakeLimits = {
  blockRows: 5000,
  blockBytes: 4 * 1_048_576,
  queueRows: 20_000,
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
   * Stores a delivery; when it returns, every event in it is stored, as a fact or in the quarantine.
   *
   * @throws {IntakeUnavailable} nothing is acknowledged, the delivery must be sent again
   * @throws {TooManyRefused}
   */
  deliver(candidates: AsyncIterable<Candidate> | Iterable<Candidate>, origin: string): Promise<IntakeReceipt>
  /** Keeps a body that could not be read as events at all. */
  keepUnreadable(candidate: Candidate & { readonly refusal: Refusal }, origin: string): Promise<void>
  /**
   * Stores one event of any kind, holds and waivers too. Whoever calls it has checked who may do so.
   *
   * @throws {IntakeUnavailable}
   */
  submitOrder(event: unknown): Promise<OrderReceipt>
  /** The newest instant "as known at" which every answer is final and complete; see `ReceiptClock`. */
  settledUntil(): number
  /** Resolves when everything submitted is stored or failed. */
  drain(): Promise<void>
}

type Stored = Decision & { readonly receivedAt: number }

/** One for each process and store: it alone gives out `received_at`, and commits blocks one after the other. */
export async function createIntake(ports: IntakePorts): Promise<Intake> {
  const given = { ...LIMITS, ...ports.limits }
  const limits = { ...given, blockRows: Math.min(given.blockRows, MAX_IDENTITIES) }
  const block = blockPorts(ports, limits, await newestReceipt(ports.store))
  const commits = createGroupCommit<BlockEntry, Stored>(async (entries) => {
    try {
      const { receivedAt, decisions } = await storeBlock(entries, block)
      return decisions.map((decision) => ({ ...decision, receivedAt }))
    } catch (error) {
      ports.logger.error({
        event: 'intake.failed',
        code: codeOf(error),
        class: classify(error),
        rows: entries.length,
      })
      throw new IntakeUnavailable(error)
    }
  }, limits)

  const submit = (entries: readonly Entry[], bytes: number, origin: string, keepRefusal = true) =>
    commits.submit(
      entries.map((entry) => ({ entry, origin, keepRefusal })),
      bytes,
    )

  return {
    deliver: (candidates, origin) =>
      deliverAll(candidates, {
        now: ports.now,
        room: () => commits.room(),
        submit: (entries, bytes) => submit(entries, bytes, origin),
        // A chunk is a block at most, since items of one job stay together.
        chunkRows: limits.blockRows,
        chunkBytes: limits.blockBytes,
        maxRefused: limits.maxRefused,
      }),
    keepUnreadable: async ({ index, raw, refusal }, origin) => {
      const refused = { refusal, id: null, project: null, kind: null }
      await submit([{ index, raw, refused }], raw().bytes, origin)
    },
    submitOrder: (event) => submitOrder(event, ports.now(), (entry) => submit([entry], 1000, 'order', false)),
    settledUntil: () => block.clock.settledUntil(),
    drain: () => commits.drain(),
  }
}

function blockPorts(ports: IntakePorts, limits: IntakeLimits, newest: number): BlockPorts {
  return {
    store: ports.store,
    clock: createReceiptClock(ports.now, newest),
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
  submit: (entry: Entry) => Promise<readonly Stored[]>,
): Promise<OrderReceipt> {
  // Orders are built by our own routes from checked input, so they are within the limits of size.
  const reading = readEvent(event, { now, bytes: () => 0, allowOrders: true })
  if (!reading.ok) return { ok: false, refusal: reading.refusal }
  const raw = () => rawOf(JSON.stringify(event))
  const [stored] = await submit({ index: 0, raw, fact: reading.fact })
  if (stored === undefined) throw new Error('submitOrder: the block has no result')
  if (stored.state === 'refused') return { ok: false, refusal: stored.refused.refusal }
  return {
    ok: true,
    fact: stored.fact,
    receivedAt: stored.receivedAt,
    isDuplicate: stored.state === 'duplicate',
  }
}
