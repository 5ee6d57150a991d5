import type { Environment } from '../../schemas/config.ts'
import { openStore } from '../../store/open.ts'
import type { Store } from '../../store/store.ts'

/** The store that the environment names: a server, or the embedded one. @throws {StoreError} */
export function openConfiguredStore(environment: Environment, ports: { now: () => number }): Promise<Store> {
  const { KANMON_CLICKHOUSE_URL: url } = environment
  const clickhouse =
    url === undefined
      ? null
      : {
          url,
          username: environment.KANMON_CLICKHOUSE_USER,
          password: environment.KANMON_CLICKHOUSE_PASSWORD,
          database: environment.KANMON_CLICKHOUSE_DATABASE,
        }
  return openStore({ dataDirectory: environment.KANMON_DATA, clickhouse }, { now: ports.now })
}

/** Where the store is, for people. */
export function storeName(environment: Environment): string {
  return environment.KANMON_CLICKHOUSE_URL ?? `embedded, ${environment.KANMON_DATA}`
}
