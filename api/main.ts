import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import type { Logger } from 'pino'
import { createIntake } from '../ingest/intake/intake.ts'
import type { Environment } from '../schemas/config.ts'
import type { Store } from '../store/store.ts'
import { createApp } from './app.ts'
import type { Consumer, StartConsumer } from './compose/consumer.ts'
import { kafkaStarter } from './compose/kafka-consumer.ts'
import { loopClock } from './compose/loop-clock.ts'
import { openConfiguredStore, storeName } from './compose/open-configured-store.ts'
import { composePorts } from './compose/ports.ts'
import { listen } from './listen.ts'
import { countingLogger, intakeObserver } from './metrics/intake-observer.ts'
import { createMetrics } from './metrics/metrics.ts'
import { observedStore } from './metrics/observed-store.ts'
import { loadPolicies } from './policies.ts'
import { createShutdown } from './shutdown.ts'
import { noTelemetry, startTelemetry, type Telemetry } from './telemetry.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]'])
/** Longer than balancers and clients keep an idle connection, so that none is closed under a request. */
const KEEP_ALIVE = 65_000
/** What consuming, storing and closing get after the requests' deadline, in milliseconds. */
const AFTER_REQUESTS = 5000

export interface RunningServer {
  readonly url: string
  /** `embedded (./data)` or the server's address, for people. */
  readonly store: string
  /** Resolves with the reason when the process cannot go on and should be closed and ended with an error. */
  readonly failed: Promise<Error>
  /**
   * Stops accepting, finishes what runs, stores what waits, closes the store.
   *
   * @throws {ShutdownIncomplete} at the deadline
   */
  close(): Promise<void>
}

export interface ServerPorts {
  readonly logger: Logger
  readonly now: () => number
  /** Starts what consumes events beside HTTP, in the role `ingest`, in place of the configured Kafka. */
  readonly startConsumer?: StartConsumer
}

/** The policies that come with kanmon. */
const shippedPolicies = () => fileURLToPath(new URL('../policies', import.meta.url))

/**
 * Opens the store and serves the API: the composition root.
 *
 * @throws {Error} when asked to listen elsewhere than on loopback: there is no access control yet
 */
export async function startServer(environment: Environment, ports: ServerPorts): Promise<RunningServer> {
  const { KANMON_HOST: host, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = environment
  if (!LOOPBACK.has(host)) {
    throw new Error(
      `kanmon has no access control yet and listens on loopback only; ${host} is not loopback (KANMON_HOST)`,
    )
  }
  const policies = await loadPolicies(environment.KANMON_POLICIES ?? shippedPolicies())
  const telemetry =
    endpoint === undefined
      ? noTelemetry
      : await startTelemetry({ endpoint, service: environment.OTEL_SERVICE_NAME })
  const store = await openConfiguredStore(environment, ports)
  try {
    return await serve(environment, ports, { policies, telemetry, store })
  } catch (error) {
    await store.close()
    throw error
  }
}

async function serve(
  environment: Environment,
  { logger, now, ...given }: ServerPorts,
  opened: { policies: Awaited<ReturnType<typeof loadPolicies>>; telemetry: Telemetry; store: Store },
): Promise<RunningServer> {
  const { KANMON_ROLES: roles } = environment
  const { policies, telemetry } = opened
  const metrics = createMetrics({ process: true })
  const store = observedStore(opened.store, metrics, telemetry.tracer)
  const ingestLogger = countingLogger(logger, metrics)
  const intake = await createIntake({ store, now, logger: ingestLogger, observe: intakeObserver(metrics) })
  const loop = loopClock(now)
  const state: { isStopping: boolean; consumer: Consumer | null } = { isStopping: false, consumer: null }

  const app = createApp(
    composePorts({
      store,
      intake,
      policies,
      logger,
      now,
      newId: () => randomUUID(),
      allowedHosts: LOOPBACK,
      operations: {
        roles,
        metrics,
        tracer: telemetry.tracer,
        storeDeadline: environment.KANMON_STORE_DEADLINE * 1000,
        isStopping: () => state.isStopping,
        lastTurnAt: loop.lastTurnAt,
        consumer: () => state.consumer?.status() ?? null,
      },
    }),
  )
  const server = createAdaptorServer({ fetch: app.fetch })
  if (!('closeIdleConnections' in server)) throw new Error('serve: not an HTTP/1.1 server')
  server.keepAliveTimeout = KEEP_ALIVE
  const address = await listen(server, environment.KANMON_HOST, environment.KANMON_PORT)
  const startConsumer = given.startConsumer ?? kafkaStarter(environment)
  if (roles.includes('ingest') && startConsumer !== null) {
    state.consumer = await startConsumer({ intake, logger: ingestLogger, now })
  }

  const requests = environment.KANMON_SHUTDOWN_DEADLINE * 1000
  const close = createShutdown({
    server,
    unready: () => {
      state.isStopping = true
    },
    steps: [
      { name: 'consumer', run: async () => state.consumer?.stop() },
      { name: 'intake', run: () => intake.drain() },
      { name: 'store', run: () => store.close() },
      { name: 'traces', run: () => telemetry.stop() },
    ],
    logger,
    monotonic: () => performance.now(),
    limits: {
      delay: environment.KANMON_SHUTDOWN_DELAY * 1000,
      requests,
      everything: requests + AFTER_REQUESTS,
    },
  })
  return {
    url: addressUrl(address),
    store: storeName(environment),
    failed: state.consumer?.failed ?? new Promise(() => undefined),
    close: () => close().finally(() => loop.stop()),
  }
}

function addressUrl({ address, family, port }: AddressInfo): string {
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`
}
