import { onTestFinished } from 'vitest'
import { createApp } from '../../api/app.ts'
import type { App } from '../../api/app-types.ts'
import { composePorts } from '../../api/compose/ports.ts'
import type { Endpoint } from '../../api/notifications/endpoint.ts'
import { createMetrics } from '../../api/metrics/metrics.ts'
import type { Intake } from '../../ingest/intake/intake.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { notificationEvent } from '../../schemas/notifications.ts'
import type { Store } from '../../store/store.ts'
import { asEvent } from './api.ts'
import { shippedPolicies } from './assessing.ts'
import { makeIntake } from './intake.ts'
import { until } from './proxy/until.ts'
import { manualSchedule, type ManualSchedule } from './manual-schedule.ts'

/** A secret of the Standard Webhooks form. */
export const secretOf = (seed: number) => `whsec_${Buffer.alloc(32, seed).toString('base64')}`

export const endpointOf = (id: string, url: string, changes: Partial<Endpoint> = {}): Endpoint => ({
  id,
  url,
  secrets: [secretOf(1)],
  events: [...notificationEvent.options],
  gates: ['release'],
  ...changes,
})

/** One process that watches and delivers, on timers of the test. */
export interface Notifying {
  readonly app: App
  readonly timers: ManualSchedule
  readonly log: Record<string, unknown>[]
  readonly metricsText: () => Promise<string>
  start(): void
  stop(): Promise<void>
  /** Waits until the next look is set and every endpoint waits: for its time, or for an answer. */
  idle(): Promise<void>
  send(facts: readonly Fact[]): Promise<void>
}

export interface NotifyingOptions {
  readonly store: Store
  readonly clock: { now: number }
  readonly endpoints: readonly Endpoint[]
  readonly intake?: Intake
  readonly fetch?: typeof fetch
  readonly random?: () => number
}

export const INTERVAL = 15_000

export async function openNotifying(options: NotifyingOptions): Promise<Notifying> {
  const { store, clock, endpoints } = options
  const timers = manualSchedule(clock)
  const log: Record<string, unknown>[] = []
  let serial = 0
  const note = (fields: object) => void log.push({ ...fields })
  const metrics = createMetrics({ process: false })
  const now = () => clock.now
  const intake = options.intake ?? (await makeIntake(store, { now }))
  const ports = composePorts({
    store,
    intake,
    policies: shippedPolicies(),
    now,
    newId: () => `id-${(serial += 1)}`,
    logger: { info: note, warn: note, error: note },
    allowedHosts: null,
    operations: { metrics, schedule: timers.schedule, random: options.random ?? (() => 0) },
    webhooks: { endpoints, interval: INTERVAL, ...(options.fetch && { fetch: options.fetch }) },
  })
  const app = createApp(ports)
  const stop = () => ports.notifications.stop()
  onTestFinished(stop)
  return {
    app,
    timers,
    log,
    metricsText: () => metrics.text(),
    start: () => ports.notifications.start(),
    stop,
    idle: async () => {
      await until('idle', () => timers.pending().length === 1 + endpoints.length)
    },
    send: async (facts) => {
      const receipt = await app.request('/v1/events', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(facts.map(asEvent)),
      })
      const body = (await receipt.json()) as { quarantined: unknown[] }
      if (receipt.status !== 200 || body.quarantined.length > 0) throw new Error(JSON.stringify(body))
    },
  }
}
