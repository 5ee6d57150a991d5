import type { Admit } from '../ingest/events/admit.ts'
import type { ErrorCode } from '../schemas/errors.ts'
import type { IntakeReceipt } from '../schemas/refusals.ts'
import type { z } from 'zod'
import type { QuarantineDetail, quarantinePage, ReplayAnswer } from '../schemas/answers.ts'

/** A body with events, as it arrived. */
export interface Delivery {
  readonly contentType: string | null
  readonly contentEncoding: string | null
  /** In bytes, as the sender says; null when it does not. */
  readonly contentLength: number | null
  readonly body: ReadableStream<Uint8Array> | null
  /** Which events its sender may send; all when it is left out. */
  readonly admit?: Admit
}

/** What came of a delivery: a receipt once everything is stored, or why the body as a whole could not be read. */
export type DeliveryOutcome =
  | { readonly ok: true; readonly receipt: IntakeReceipt }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string }

export interface Intake {
  /** @throws {KanmonError} OVERLOADED or STORE_UNAVAILABLE: the same delivery may be sent again later */
  deliver(delivery: Delivery): Promise<DeliveryOutcome>
}

export interface ReplayRequest {
  /** Names of entries; without them every open entry of the project and with the code. */
  readonly entries?: readonly string[] | undefined
  readonly project?: string | undefined
  readonly code?: string | undefined
  /** Says what would become of them, and stores nothing. */
  readonly dryRun: boolean
  readonly limit: number
  readonly cursor?: string | undefined
  /** Which events whoever replays them may send. */
  readonly admit: Admit
  /** Entries about other subjects are as if they were not there; null = all. */
  readonly visible: readonly string[] | null
}

export interface Quarantine {
  list(request: {
    project?: string | undefined
    code?: string | undefined
    state?: 'open' | 'replayed' | undefined
    limit: number
    cursor?: string | undefined
    /** Only entries about these subjects; null = all. */
    visible: readonly string[] | null
  }): Promise<z.infer<typeof quarantinePage>>
  find(entry: string): Promise<QuarantineDetail | null>
  /** Reads refused events again with the present code; those that are valid now become facts. */
  replay(request: ReplayRequest): Promise<ReplayAnswer>
}
