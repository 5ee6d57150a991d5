import { KanmonError } from '../../schemas/errors.ts'
import { receiveDelivery } from '../../ingest/http/receive-delivery.ts'
import { IntakeUnavailable } from '../../ingest/intake/errors.ts'
import type { Intake as IngestIntake } from '../../ingest/intake/intake.ts'
import type { Delivery, Intake } from '../intake-port.ts'
import { type Admission, weightOf } from './admission.ts'
import { DeadlinePassed, whileMoving } from './deadline.ts'
import { jittered, type Random } from './retry-after.ts'
import type { Schedule } from './schedule.ts'
import { discard, watchBody } from './watched-body.ts'

/** Seconds that a store which is away is given at least. */
const STORE_SECONDS = 5
const LONGEST_SECONDS = 10
const DISCARD_MILLISECONDS = 2000

const AWAY = 'the store does not take facts at the moment; send the delivery again with the same ids'

export interface IntakePortParts {
  readonly intake: IngestIntake
  readonly admission: Admission
  readonly monotonic: () => number
  readonly random: Random
  /** How long the store may keep a delivery waiting. */
  readonly deadline: { readonly milliseconds: number; readonly schedule: Schedule }
  readonly onRefused: (code: 'OVERLOADED' | 'STORE_UNAVAILABLE') => void
}

function unavailable(cause: unknown, random: Random): KanmonError {
  return new KanmonError('STORE_UNAVAILABLE', AWAY, { cause, retryAfter: jittered(STORE_SECONDS, random) })
}

export async function orUnavailable<T>(work: Promise<T>, random: Random): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof IntakeUnavailable || error instanceof DeadlinePassed)
      throw unavailable(error, random)
    throw error
  }
}

/** The ingest as the events route sees it: it takes a delivery, or says when to come again. */
export function intakePort(parts: IntakePortParts): Intake {
  const { intake, admission, random } = parts

  async function enter(delivery: Delivery): Promise<() => void> {
    const leave = await admission.enter(weightOf(delivery))
    if (leave !== null) return leave
    parts.onRefused('OVERLOADED')
    // Whoever is in now has waited so long; about as long it takes to get in.
    const waited = (parts.monotonic() - (admission.oldest() ?? parts.monotonic())) / 1000
    if (delivery.body !== null) {
      await discard(delivery.body, { milliseconds: DISCARD_MILLISECONDS, schedule: parts.deadline.schedule })
    }
    throw new KanmonError(
      'OVERLOADED',
      'more arrives than can be stored; nothing of this delivery was stored, send it again later',
      { retryAfter: jittered(Math.min(LONGEST_SECONDS, waited), random) },
    )
  }

  return {
    deliver: async (delivery) => {
      const leave = await enter(delivery)
      const watched = delivery.body === null ? null : watchBody(delivery.body)
      const request = { ...delivery, body: watched?.body ?? null }
      // Even when it is not waited for any more, it holds its memory until it ends.
      const work = receiveDelivery(intake, request, 'http', delivery.admit).finally(leave)
      // Raced below; if the deadline wins, how it ends is of no matter to the sender.
      work.catch(() => undefined)
      try {
        const outcome = await orUnavailable(whileMoving(work, watched, parts.deadline), random)
        if (outcome.ok) return outcome
        const { code, message } = outcome.failure
        return { ok: false, code, message }
      } catch (error) {
        if (error instanceof KanmonError) parts.onRefused('STORE_UNAVAILABLE')
        throw error
      }
    },
  }
}

/** Stores an order; a refused one becomes an error that names the field. */
export async function submitOrder(
  intake: IngestIntake,
  event: Record<string, unknown>,
  random: Random,
): Promise<void> {
  const receipt = await orUnavailable(intake.submitOrder(event), random)
  if (receipt.ok) return
  const { message, field } = receipt.refusal
  throw new KanmonError('ORDER_REFUSED', message, field === null ? {} : { field })
}
