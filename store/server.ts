import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import type { ServerConfig } from './config.ts'
import { StoreError } from './errors.ts'
import type { Backend } from './store.ts'

/** A ClickHouse server over HTTP. Fails at once when it does not answer, so that a wrong address is seen at the start. */
export async function openServer(config: ServerConfig, database: string): Promise<Backend> {
  const client = createClient({
    url: config.url,
    username: config.username ?? 'default',
    password: config.password ?? '',
    application: 'kanmon',
    // What goes wrong is thrown, and logged by whoever catches it.
    log: { level: ClickHouseLogLevel.OFF },
    request_timeout: 90_000,
    max_open_connections: 10,
    // Below the servers' keep-alive timeout, else a socket dies under a request (client docs, keep_alive_timeout.md).
    keep_alive: { enabled: true, idle_socket_ttl: 2000 },
  })
  const ping = await client.ping({ select: true })
  if (!ping.success) {
    await client.close()
    const { host } = new URL(config.url)
    throw new StoreError(
      'STORE_UNREACHABLE',
      `no answer from ClickHouse at ${host}: check KANMON_CLICKHOUSE_URL, user and password`,
      { cause: ping.error },
    )
  }
  return {
    kind: 'server',
    database,
    cluster: config.cluster ?? null,
    write: client,
    read: client,
    revision: null,
    close: () => client.close(),
  }
}
