import type { Role } from '../../schemas/config.ts'
import { createMetrics, type Metrics } from '../metrics/metrics.ts'
import { noTracer, type Tracer } from '../telemetry.ts'
import type { ConsumerStatus } from './consumer.ts'
import { byTimer, type Schedule } from './schedule.ts'
import type { Random } from './retry-after.ts'

/** What concerns running kanmon and no answer of it. */
export interface Operations {
  readonly roles: readonly Role[]
  readonly metrics: Metrics
  readonly tracer: Tracer
  readonly random: Random
  readonly monotonic: () => number
  readonly schedule: Schedule
  /** How long the store may keep a delivery waiting before it is answered with 503, in milliseconds. */
  readonly storeDeadline: number
  /** Bytes of text that deliveries may hold together; in memory events take several times that. */
  readonly deliveryBudget: number
  /** How long a delivery may wait for room before it is answered with 429, in milliseconds. */
  readonly patience: number
  readonly isStopping: () => boolean
  /** When the event loop's own timer last fired, on the clock of the API. */
  readonly lastTurnAt: () => number
  readonly consumer: () => ConsumerStatus | null
  /** False while the store refuses inserts. */
  readonly areWritesTaken: () => boolean
}

const MEBIBYTE = 1_048_576

/** Both roles, nothing traced, nothing consumed. */
export function defaultOperations(now: () => number): Operations {
  return {
    roles: ['api', 'ingest'],
    metrics: createMetrics({ process: false }),
    tracer: noTracer,
    random: Math.random,
    monotonic: () => performance.now(),
    schedule: byTimer,
    storeDeadline: 30_000,
    deliveryBudget: 16 * MEBIBYTE,
    patience: 5000,
    isStopping: () => false,
    lastTurnAt: now,
    consumer: () => null,
    areWritesTaken: () => true,
  }
}
