import type { ClickHouseClient } from '@clickhouse/client'
import { withLiterals } from './literals.ts'
import type { Reader } from './store.ts'

/**
 * Spreads queries over connections, each to the one with the fewest in flight: an embedded connection
 * runs one query at a time, so a heavy one must not hold up a light one.
 */
export function spreadReads(clients: readonly [ClickHouseClient, ...ClickHouseClient[]]): Reader {
  const inFlight = new Map(clients.map((client) => [client, 0]))
  let next = 0
  const query: ClickHouseClient['query'] = async (params) => {
    let chosen = clients[next % clients.length] ?? clients[0]
    next++
    for (const client of clients) {
      if ((inFlight.get(client) ?? 0) < (inFlight.get(chosen) ?? 0)) chosen = client
    }
    inFlight.set(chosen, (inFlight.get(chosen) ?? 0) + 1)
    try {
      return await chosen.query(params)
    } finally {
      inFlight.set(chosen, (inFlight.get(chosen) ?? 0) - 1)
    }
  }
  return { query }
}

/** A reader that writes parameters into the statement, so that statements run beside each other; see `withLiterals`. */
export function withoutParameters(reader: Reader): Reader {
  const query: ClickHouseClient['query'] = ({ query_params: values, ...rest }) => {
    const written = values === undefined ? rest.query : withLiterals(rest.query, values)
    return reader.query(
      written === null ? { ...rest, ...(values && { query_params: values }) } : { ...rest, query: written },
    )
  }
  return { query }
}
