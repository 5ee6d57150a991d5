import type { Intake } from '../../ingest/intake/intake.ts'
import { type Admission, createAdmission } from './admission.ts'
import type { Operations } from './operations.ts'

/** The gate before the intake, and gauges of what waits behind it. */
export function watchIntake(intake: Intake, operations: Operations): Admission {
  const { metrics, monotonic, consumer } = operations
  const admission = createAdmission({
    load: () => intake.load(),
    monotonic,
    schedule: operations.schedule,
    budget: operations.deliveryBudget,
    patience: operations.patience,
  })
  metrics.observe('intake_queue_rows', 'Events that wait to be stored.', () => intake.load().rows)
  metrics.observe(
    'intake_queue_bytes',
    'Bytes of memory of events that wait to be stored.',
    () => intake.load().bytes,
  )
  metrics.observe('deliveries_in_progress', 'HTTP deliveries not answered yet.', () => admission.count())
  metrics.observe(
    'oldest_unacknowledged_seconds',
    'Age of the oldest HTTP delivery that is not answered yet; 0 without any.',
    () => {
      const oldest = admission.oldest()
      return oldest === null ? 0 : (monotonic() - oldest) / 1000
    },
  )
  metrics.observeEach(
    'consumer_lag',
    'Messages that the consumer is behind.',
    'partition',
    () => consumer()?.lag ?? [],
  )
  metrics.observeEach('consumer_state', 'What the consumer does: 1 for the state it is in.', 'state', () => {
    const status = consumer()
    return status === null ? [] : [[status.state, 1]]
  })
  return admission
}
