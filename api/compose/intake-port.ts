import { KanmonError } from '../../schemas/errors.ts'
import { receiveDelivery } from '../../ingest/http/receive-delivery.ts'
import { IntakeUnavailable } from '../../ingest/intake/errors.ts'
import type { Intake as IngestIntake } from '../../ingest/intake/intake.ts'
import type { Intake } from '../intake-port.ts'

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof IntakeUnavailable)
      throw new KanmonError('STORE_UNAVAILABLE', error.message, { cause: error })
    throw error
  }
}

/** The ingest as the events route sees it. */
export function intakePort(intake: IngestIntake): Intake {
  return {
    deliver: async (request) => {
      const outcome = await orUnavailable(receiveDelivery(intake, request, 'http'))
      if (outcome.ok) return outcome
      const { code, message } = outcome.failure
      return { ok: false, code, message }
    },
  }
}

/** Stores an order; a refused one becomes an error that names the field. */
export async function submitOrder(intake: IngestIntake, event: Record<string, unknown>): Promise<void> {
  const receipt = await orUnavailable(intake.submitOrder(event))
  if (receipt.ok) return
  const { message, field } = receipt.refusal
  throw new KanmonError('ORDER_REFUSED', message, field === null ? {} : { field })
}
