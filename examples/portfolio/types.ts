import type { Envelope } from '../../schemas/envelope.ts'
import type { ReasonKind } from '../../schemas/indicators.ts'
import type { HoldScope, Office } from '../../schemas/facts/orders.ts'

/** A fact on the wire: CloudEvents 1.0, structured mode. */
export type CloudEvent = Envelope

/** An order to hold, as `POST /v1/holds` takes it: holds are never free events. */
export interface ExampleHold {
  readonly office: Office
  readonly scope: HoldScope
  readonly reason: string
  readonly placedBy: string
}

/** What the standard policies must say about a project at `now`. `why` names the kinds of reason, the main one first. */
export interface Expectation {
  readonly project: string
  readonly recommendation: 'SHIP' | 'HOLD'
  readonly why: readonly ReasonKind[]
  readonly note: string
}

/** Which numbers of a project are real and which come from the seeded generator. */
interface Origin {
  readonly project: string
  readonly real: readonly string[]
  readonly generated: readonly string[]
}

export interface Portfolio {
  readonly events: readonly CloudEvent[]
  readonly holds: readonly ExampleHold[]
  readonly expected: readonly Expectation[]
  readonly about: readonly Origin[]
}

/** Reads a file of `examples/data` by its relative path, such as `srgm/printer_ds1.csv`. */
export type ReadFile = (file: string) => string
