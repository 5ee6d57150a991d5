import type { ErrorCode } from '../schemas/errors.ts'
import type { IntakeReceipt } from '../schemas/refusals.ts'
import type { z } from 'zod'
import type { quarantinePage } from '../schemas/answers.ts'

/** A body with events, as it arrived. */
export interface Delivery {
  readonly contentType: string | null
  readonly contentEncoding: string | null
  readonly body: ReadableStream<Uint8Array> | null
}

/** What came of a delivery: a receipt once everything is stored, or why the body as a whole could not be read. */
export type DeliveryOutcome =
  | { readonly ok: true; readonly receipt: IntakeReceipt }
  | { readonly ok: false; readonly code: ErrorCode; readonly message: string }

export interface Intake {
  deliver(delivery: Delivery): Promise<DeliveryOutcome>
}

export interface Quarantine {
  list(request: {
    project?: string | undefined
    code?: string | undefined
    limit: number
    cursor?: string | undefined
  }): Promise<z.infer<typeof quarantinePage>>
}
