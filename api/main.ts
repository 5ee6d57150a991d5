import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { createAdaptorServer } from '@hono/node-server'
import type { Logger } from 'pino'
import { createIntake } from '../ingest/intake/intake.ts'
import type { Environment } from '../schemas/config.ts'
import { openStore } from '../store/open.ts'
import { createApp } from './app.ts'
import { composePorts } from './compose/ports.ts'
import { listen } from './listen.ts'
import { loadPolicies } from './policies.ts'

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]'])

export interface RunningServer {
  readonly url: string
  /** `embedded (./data)` or the server's address, for people. */
  readonly store: string
  /** Stops accepting, finishes what runs, stores what waits, closes the store. */
  close(): Promise<void>
}

/** The policies that come with kanmon. */
const shippedPolicies = () => fileURLToPath(new URL('../policies', import.meta.url))

/**
 * Opens the store and serves the API: the composition root.
 *
 * @throws {Error} when asked to listen elsewhere than on loopback: there is no access control yet
 */
export async function startServer(
  environment: Environment,
  ports: { logger: Logger; now: () => number },
): Promise<RunningServer> {
  const { KANMON_HOST: host, KANMON_PORT: port, KANMON_CLICKHOUSE_URL: url } = environment
  if (!LOOPBACK.has(host)) {
    throw new Error(
      `kanmon has no access control yet and listens on loopback only; ${host} is not loopback (KANMON_HOST)`,
    )
  }
  const policies = await loadPolicies(environment.KANMON_POLICIES ?? shippedPolicies())
  const clickhouse =
    url === undefined
      ? null
      : {
          url,
          username: environment.KANMON_CLICKHOUSE_USER,
          password: environment.KANMON_CLICKHOUSE_PASSWORD,
          database: environment.KANMON_CLICKHOUSE_DATABASE,
        }
  const store = await openStore({ dataDirectory: environment.KANMON_DATA, clickhouse }, ports)
  try {
    const intake = await createIntake({ store, ...ports })
    const parts = { store, intake, policies, ...ports, newId: () => randomUUID(), allowedHosts: LOOPBACK }
    const server = createAdaptorServer({ fetch: createApp(composePorts(parts)).fetch })
    const address = await listen(server, host, port)
    return {
      url: addressUrl(address),
      store: clickhouse?.url ?? `embedded, ${environment.KANMON_DATA}`,
      close: async () => {
        await new Promise<void>((resolve) => {
          server.close(() => resolve())
          if ('closeIdleConnections' in server) server.closeIdleConnections()
        })
        await intake.drain()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}

function addressUrl({ address, family, port }: AddressInfo): string {
  return family === 'IPv6' ? `http://[${address}]:${port}` : `http://${address}:${port}`
}
