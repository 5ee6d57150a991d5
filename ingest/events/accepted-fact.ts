import type { FactKind } from '../../schemas/facts/index.ts'
import type { Refusal } from '../../schemas/refusals.ts'
import { decimal128, digest128, hash128 } from './digest.ts'
import { type FactColumns, fromFactRow, toFactRow } from './fact-row.ts'

/**
 * An event that passed every check and is ready to be stored. Thousands wait for their block at a time, so it is held as the
 * text that is written; what it says is read off that when asked for, which is seldom.
 */
export class AcceptedFact implements FactColumns {
  readonly kind: FactKind
  /** 128 bits of sha256 of (source, id), in hexadecimal. */
  readonly idHash: string
  /** Its row as written, without the instant of receipt. */
  readonly row: string

  /** `sent` is the data as sent, as JSON text with sorted keys; without it that is the payload. */
  constructor(said: FactColumns, sent?: string) {
    this.kind = said.kind
    // Neither may contain a line break, so no two pairs read the same.
    this.idHash = hash128(`${said.source}\n${said.id}`)
    this.row = toFactRow(said, sent === undefined ? '' : digestOf(said, sent))
  }

  get project(): string {
    return fromFactRow(this.row).project
  }

  get key(): string {
    return fromFactRow(this.row).key
  }

  /** Milliseconds. */
  get occurredAt(): number {
    return fromFactRow(this.row).occurredAt
  }

  get source(): string {
    return fromFactRow(this.row).source
  }

  get id(): string {
    return fromFactRow(this.row).id
  }

  /** The data as its schema gave it out, as JSON text with sorted keys. */
  get payload(): string {
    return fromFactRow(this.row).payload
  }

  get retracted(): boolean {
    return fromFactRow(this.row).retracted
  }

  /** `idHash` in decimal, as the store's column `identity` has it. */
  get identity(): string {
    return decimal128(this.idHash)
  }

  /**
   * 128 bits of sha256 of the content as sent (kind, subject, instant, data with sorted keys), in decimal. Of most rows the
   * store computes it (`store/sql/0001_facts.sql`), and here it is needed only to compare two events of one id.
   */
  get digest(): string {
    const columns = fromFactRow(this.row)
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
