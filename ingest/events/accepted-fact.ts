import type { FactKind } from '../../schemas/facts/index.ts'
import type { Refusal } from '../../schemas/refusals.ts'
import { digest128 } from './digest.ts'
import { type FactColumns, mostRowBytes, readFactRow, writeFactRow } from './fact-row.ts'
import { type IdHash, identityOf, rawHash, wordAt } from './id-hash.ts'
import { type HeldRow, RowMemory } from './row-memory.ts'

/**
 * An event that passed every check and is ready to be stored. Thousands wait for their block at a time, so it is held as the
 * bytes that are written; what it says is read off them when asked for, which is seldom.
 */
export class AcceptedFact implements FactColumns, HeldRow, IdHash {
  readonly kind: FactKind
  /** 128 bits of sha256 of (project, source, id). */
  readonly first: number
  readonly second: number
  readonly third: number
  readonly fourth: number
  /** Its row as written, with room for the instant of receipt, from `start` to `end` of `memory`. */
  readonly memory: Buffer
  readonly start: number
  readonly end: number

  /** `sent` is the data as sent, as JSON text with sorted keys; without it that is the payload. */
  constructor(said: FactColumns, sent?: string, rows: RowMemory = new RowMemory(0)) {
    this.kind = said.kind
    // None may contain a line break, so no two of them read the same.
    const raw = rawHash(`${said.project}\n${said.source}\n${said.id}`)
    this.first = wordAt(raw, 0)
    this.second = wordAt(raw, 4)
    this.third = wordAt(raw, 8)
    this.fourth = wordAt(raw, 12)
    const digest = sent === undefined ? '' : digestOf(said, sent)
    this.memory = rows.reserve(mostRowBytes(said, digest))
    this.start = rows.used
    this.end = writeFactRow(this.memory, this.start, said, digest)
    rows.take(this.end)
  }

  /** Its row as text. */
  get row(): string {
    return this.memory.toString('utf8', this.start, this.end)
  }

  get project(): string {
    return readFactRow(this.row).project
  }

  get key(): string {
    return readFactRow(this.row).key
  }

  /** Milliseconds. */
  get occurredAt(): number {
    return readFactRow(this.row).occurredAt
  }

  get source(): string {
    return readFactRow(this.row).source
  }

  get id(): string {
    return readFactRow(this.row).id
  }

  /** The data as its schema gave it out, as JSON text with sorted keys. */
  get payload(): string {
    return readFactRow(this.row).payload
  }

  get retracted(): boolean {
    return readFactRow(this.row).retracted
  }

  /** The hash in decimal, as the store's column `identity` has it. */
  get identity(): string {
    return identityOf(this)
  }

  /**
   * 128 bits of sha256 of the content as sent (kind, subject, instant, data with sorted keys), in decimal. Of most rows the
   * store computes it (`store/sql/0001_facts.sql`), and here it is needed only to compare two events of one id.
   */
  get digest(): string {
    const columns = readFactRow(this.row)
    return columns.digest === '' ? digestOf(columns, columns.payload) : columns.digest
  }
}

function digestOf({ kind, project, occurredAt }: FactColumns, data: string): string {
  return digest128(`${kind}\n${project}\n${occurredAt}\n${data}`)
}

/** What could be made out of a refused event, for the quarantine. */
export interface RefusedEvent {
  readonly refusal: Refusal
  readonly id: string | null
  readonly project: string | null
  readonly kind: string | null
}

export type EventReading =
  { readonly ok: true; readonly fact: AcceptedFact } | ({ readonly ok: false } & RefusedEvent)
