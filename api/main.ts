import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Logger } from 'pino'
import { createIntake } from '../ingest/intake/intake.ts'
import { besideApi } from '../dashboard/beside-api.ts'
import { createDashboard } from '../dashboard/dashboard.ts'
import { openSite, siteSecret } from '../dashboard/site.ts'
import type { Environment } from '../schemas/config.ts'
import { exportConfig } from '../schemas/config-exports.ts'
import type { Store } from '../store/store.ts'
import { createApp } from './app.ts'
import { createSignIns } from './auth/sign-ins.ts'
import type { AccessConfig } from './compose/access.ts'
import { accessConfig, allowedHosts, requireEntrance, withoutSender } from './compose/access-config.ts'
import { configuredWebhooks } from './compose/configured-webhooks.ts'
import type { Consumer, StartConsumer } from './compose/consumer.ts'
import { kafkaStarter } from './compose/kafka-consumer.ts'
import { liveUpdates } from './compose/live-updates.ts'
import { loopClock } from './compose/loop-clock.ts'
import { openConfiguredStore, storeName } from './compose/open-configured-store.ts'
import type { Webhooks } from './compose/notifications-port.ts'
import { composePorts } from './compose/ports.ts'
import { type SignInConfig, signInConfig } from './compose/sign-in.ts'
import { watchWrites } from './compose/watch-writes.ts'
import { listen } from './listen.ts'
import { countingLogger, intakeObserver } from './metrics/intake-observer.ts'
import { createMetrics } from './metrics/metrics.ts'
import { observedStore } from './metrics/observed-store.ts'
import { policyKeeper } from './compose/policy-keeper.ts'
import { loadPolicyFiles, recordPolicyFiles, shippedPolicyDirectory } from './policies/files.ts'
import { createShutdown } from './shutdown.ts'
import { loadSigningKeys, type SigningKeys } from './signing/signing-keys.ts'
import { noTelemetry, startTelemetry, type Telemetry } from './telemetry.ts'

/** Longer than balancers and clients keep an idle connection, so that none is closed under a request. */
const KEEP_ALIVE = 65_000
/** What consuming, storing and closing get after the requests' deadline, in milliseconds. */
const AFTER_REQUESTS = 5000

export interface RunningServer {
  readonly url: string
  /** `embedded (./data)` or the server's address, for people. */
  readonly store: string
  /** Whether callers must prove who they are. */
  readonly isAccessControlled: boolean
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
  /** Every variable there is: secrets of webhooks are in those that their file names. */
  readonly variables?: Readonly<Record<string, string | undefined>>
}

/**
 * Opens the store and serves the API: the composition root.
 *
 * @throws {Error} when access control is on and nobody could come in, or when a configured file is wrong
 */
export async function startServer(environment: Environment, ports: ServerPorts): Promise<RunningServer> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = environment
  const access = await accessConfig(environment)
  const signIn = await signInConfig(environment, access, ports.logger)
  const policies = await loadPolicyFiles(environment.KANMON_POLICIES ?? shippedPolicyDirectory())
  const signing = await loadSigningKeys({
    keyFile: environment.KANMON_SIGNING_KEY_FILE,
    retired: environment.KANMON_RETIRED_KEYS,
  })
  const webhooks = await configuredWebhooks(environment, ports.variables ?? {})
  const telemetry =
    endpoint === undefined
      ? noTelemetry
      : await startTelemetry({ endpoint, service: environment.OTEL_SERVICE_NAME })
  const store = await openConfiguredStore(environment, ports)
  try {
    return await serve(environment, ports, { policies, telemetry, store, signing, webhooks, access, signIn })
  } catch (error) {
    await store.close()
    throw error
  }
}

async function serve(
  environment: Environment,
  { logger, now, ...given }: ServerPorts,
  opened: {
    policies: Awaited<ReturnType<typeof loadPolicyFiles>>
    telemetry: Telemetry
    store: Store
    signing: SigningKeys
    webhooks: Webhooks
    access: AccessConfig
    signIn: SignInConfig
  },
): Promise<RunningServer> {
  const { KANMON_ROLES: roles } = environment
  const { telemetry, signing, webhooks, access } = opened
  const metrics = createMetrics({ process: true })
  const writes = watchWrites(observedStore(opened.store, metrics, telemetry.tracer), () => performance.now())
  const { store } = writes
  const ingestLogger = countingLogger(logger, metrics)
  const intake = await createIntake({ store, now, logger: ingestLogger, observe: intakeObserver(metrics) })
  const policies = await recordPolicyFiles(opened.policies, {
    keeper: policyKeeper(store),
    stamped: (keep) => intake.stamped(keep),
    log: (level, event, details) => logger[level]({ event, ...details }),
  })
  const loop = loopClock(now)
  const state: { isStopping: boolean; consumer: Consumer | null } = { isStopping: false, consumer: null }

  const composed = composePorts({
    store,
    intake,
    policies,
    logger,
    now,
    newId: () => randomUUID(),
    allowedHosts: allowedHosts(environment),
    access,
    operations: {
      roles,
      metrics,
      tracer: telemetry.tracer,
      storeDeadline: environment.KANMON_STORE_DEADLINE * 1000,
      isStopping: () => state.isStopping,
      lastTurnAt: () => loop.lastTurnAt(),
      consumer: () => state.consumer?.status() ?? null,
      areWritesTaken: () => writes.areTaken(),
    },
    signing,
    webhooks,
    exports: exportConfig(environment),
  })
  await requireEntrance(access, composed.access.keys)
  const app = createApp(composed)
  const live = liveUpdates(composed)
  const pages = createDashboard(
    {
      ask: (request, env) => app.fetch(request, env),
      translators: composed.translators,
      atOneMoment: composed.atOneMoment,
      now: composed.now,
    },
    openSite({
      isAccessControlled: access.isOn,
      secret: siteSecret(environment.KANMON_SESSION_SECRET),
      sessionSeconds: environment.KANMON_SESSION_HOURS * 3600,
      ...opened.signIn,
      ...(access.isOn && { signIns: createSignIns(composed.access) }),
      live,
      logger,
    }),
  )
  const server = createAdaptorServer({
    fetch: roles.includes('api')
      ? besideApi(
          (request, env) => app.fetch(request, env),
          (request, env) => pages.fetch(request, env),
        )
      : (request, env) => app.fetch(request, env),
  })
  if (!('closeIdleConnections' in server)) throw new Error('serve: not an HTTP/1.1 server')
  server.keepAliveTimeout = KEEP_ALIVE
  const address = await listen(server, environment.KANMON_HOST, environment.KANMON_PORT)
  const startConsumer = given.startConsumer ?? kafkaStarter(environment)
  if (roles.includes('ingest') && startConsumer !== null) {
    state.consumer = await startConsumer({
      intake: withoutSender(intake, access),
      logger: ingestLogger,
      now,
    })
  }
  if (roles.includes('api')) {
    composed.notifications.start()
    composed.weeklySchedule.start()
  }

  const requests = environment.KANMON_SHUTDOWN_DEADLINE * 1000
  const close = createShutdown({
    server,
    unready: () => {
      state.isStopping = true
      live.close()
    },
    steps: [
      { name: 'exports', run: () => composed.weeklySchedule.stop() },
      { name: 'notifications', run: () => composed.notifications.stop() },
      { name: 'consumer', run: async () => state.consumer?.stop() },
      { name: 'intake', run: () => intake.drain() },
      { name: 'audit', run: () => composed.access.trail.flush() },
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
    isAccessControlled: access.isOn,
    failed: state.consumer?.failed ?? new Promise(() => undefined),
    close: () => close().finally(() => loop.stop()),
  }
}

function addressUrl({ address, family, port }: AddressInfo): string {
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`
}
