import { KanmonError } from '../../schemas/errors.ts'
import { readDelivery } from '../../ingest/http/read-delivery.ts'
import { IntakeUnavailable, TooManyRefused } from '../../ingest/intake/errors.ts'
import type { Intake as IngestIntake } from '../../ingest/intake/intake.ts'
import type { BodyFailure } from '../../ingest/http/body-failure.ts'
import type { Intake } from '../intake-port.ts'

const ORIGIN = 'http'

async function keep(intake: IngestIntake, failure: BodyFailure): Promise<void> {
  const { raw, message } = failure
  if (raw === undefined) return
  const refusal = { code: 'MALFORMED_JSON', field: null, message } as const
  await intake.keepUnreadable({ index: 0, raw: () => raw, refusal }, ORIGIN)
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof IntakeUnavailable)
      throw new KanmonError('STORE_UNAVAILABLE', error.message, { cause: error })
    if (error instanceof TooManyRefused)
      throw new KanmonError('BODY_TOO_LARGE', error.message, { cause: error })
    throw error
  }
}

/** The ingest as the events route sees it. */
export function intakePort(intake: IngestIntake): Intake {
  return {
    deliver: async (request) => {
      const delivery = await readDelivery(request)
      if (!delivery.ok) {
        await orUnavailable(keep(intake, delivery.failure))
        const { code, message } = delivery.failure
        return { ok: false, code, message }
      }
      const receipt = await orUnavailable(intake.deliver(delivery.candidates, ORIGIN))
      const failure = delivery.failure()
      if (failure === null) return { ok: true, receipt }
      await orUnavailable(keep(intake, failure))
      const sofar = `${receipt.accepted} events before that are stored, ${receipt.quarantined.length} are in quarantine`
      return { ok: false, code: failure.code, message: `${failure.message}; ${sofar}` }
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
