import type { FactKind } from '../../schemas/facts/index.ts'
import type { Refusal } from '../../schemas/refusals.ts'

/** An event that passed every check and is ready to be stored. */
export interface AcceptedFact {
  readonly kind: FactKind
  readonly project: string
  readonly key: string
  /** Milliseconds. */
  readonly occurredAt: number
  readonly source: string
  readonly id: string
  /** 128 bits of sha256 of (source, id), in decimal. */
  readonly identity: string
  /** 128 bits of sha256 of the content as sent (kind, subject, instant, data with sorted keys), in decimal. */
  readonly digest: string
  /** The data as its schema gave it out, as JSON text. */
  readonly payload: string
  readonly retracted: boolean
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
