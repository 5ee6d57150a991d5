import type { IntakeReceipt } from '../../schemas/refusals.ts'
import { TooManyRefused } from '../intake/errors.ts'
import type { Admit } from '../events/admit.ts'
import type { Intake } from '../intake/intake.ts'
import type { BodyFailure } from './body-failure.ts'
import { type DeliveryRequest, readDelivery } from './read-delivery.ts'

export type DeliveryAnswer =
  | { readonly ok: true; readonly receipt: IntakeReceipt }
  | { readonly ok: false; readonly failure: BodyFailure }

/**
 * From an HTTP request to stored rows. `ok` means that every event of the body is stored, as a fact or in
 * the quarantine. On a failure in the middle of a stream the events before it are stored too; sending the
 * delivery again counts nothing twice.
 *
 * @throws {IntakeUnavailable} the store does not take facts; to be answered with 503
 */
export async function receiveDelivery(
  intake: Intake,
  request: DeliveryRequest,
  origin: string,
  admit?: Admit,
): Promise<DeliveryAnswer> {
  const delivery = await readDelivery(request)
  if (!delivery.ok) {
    await keepUnreadable(intake, delivery.failure, origin)
    return delivery
  }
  try {
    const receipt = await intake.deliver(delivery.candidates, origin, admit)
    const failure = delivery.failure()
    return failure === null ? { ok: true, receipt } : { ok: false, failure: afterPart(failure, receipt) }
  } catch (error) {
    if (!(error instanceof TooManyRefused)) throw error
    return { ok: false, failure: { code: 'MALFORMED_BODY', message: error.message } }
  }
}

async function keepUnreadable(intake: Intake, { message, raw }: BodyFailure, origin: string): Promise<void> {
  if (raw === undefined) return
  await intake.keepUnreadable(
    { index: 0, raw: () => raw, refusal: { code: 'MALFORMED_JSON', field: null, message } },
    origin,
  )
}

function afterPart(failure: BodyFailure, { accepted, quarantined }: IntakeReceipt): BodyFailure {
  const read = accepted + quarantined.length
  if (read === 0) return failure
  return { ...failure, message: `${failure.message}; the ${read} events before are stored` }
}
