import type { ClickHouseClient } from '@clickhouse/client'

/** How often a process has written to tables: it grows when a write begins and again when it has ended. */
export type Revision = (tables: readonly string[]) => number

const INSERT = /^\s*INSERT INTO \w+\.(\w+)/

/**
 * A client whose writes are counted. What was read stays true while the revision of its tables is the same, as long as nobody
 * else writes to them. A statement that is no insert counts for every table.
 */
export function countWrites(client: ClickHouseClient): { write: ClickHouseClient; revision: Revision } {
  const inserts = new Map<string, number>()
  let others = 0
  const count = (table: string | undefined) => {
    if (table === undefined) others++
    else inserts.set(table, (inserts.get(table) ?? 0) + 1)
  }
  const counted = async <R>(table: string | undefined, run: () => Promise<R>): Promise<R> => {
    count(table)
    try {
      return await run()
    } finally {
      count(table)
    }
  }
  const exec: ClickHouseClient['exec'] = (given) =>
    counted(INSERT.exec(given.query)?.[1], () => client.exec(given))
  const command: ClickHouseClient['command'] = (given) => counted(undefined, () => client.command(given))
  const insert: ClickHouseClient['insert'] = (given) => counted(undefined, () => client.insert(given))
  const write = new Proxy(client, {
    get: (target, name) => {
      if (name === 'exec') return exec
      if (name === 'command') return command
      if (name === 'insert') return insert
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
  return {
    write,
    revision: (tables) => tables.reduce((sum, table) => sum + (inserts.get(table) ?? 0), others),
  }
}
