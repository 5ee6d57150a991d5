import type { StoreConfig, StorePorts } from './config.ts'
import { openEmbedded } from './embedded.ts'
import { StoreError } from './errors.ts'
import { migrate } from './migrate.ts'
import { openServer } from './server.ts'
import type { Store } from './store.ts'

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/

/**
 * Opens the store and brings its tables up to date; what it returns can be read and written at once.
 *
 * @throws {StoreError} with a code and a one-line message that says what to do
 */
export async function openStore(config: StoreConfig, ports: StorePorts): Promise<Store> {
  const database = plainIdentifier('database', config.clickhouse?.database ?? 'kanmon')
  if (config.clickhouse?.cluster !== undefined) plainIdentifier('cluster', config.clickhouse.cluster)
  const backend =
    config.clickhouse === null
      ? await openEmbedded(config.dataDirectory, database, ports.now)
      : await openServer(config.clickhouse, database)
  try {
    await migrate(backend, ports)
    return backend
  } catch (error) {
    await backend.close()
    throw error
  }
}

/** Names go into SQL as text, so only plain ones are let through. */
function plainIdentifier(what: string, name: string): string {
  if (IDENTIFIER.test(name)) return name
  throw new StoreError(
    'STORE_CONFIG',
    `${what} must match ${IDENTIFIER.source}, got ${JSON.stringify(name.slice(0, 80))}`,
  )
}
