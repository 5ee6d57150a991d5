/** A ClickHouse server. `database` is a plain identifier; `cluster` turns on replicated engines and ON CLUSTER. */
export interface ServerConfig {
  readonly url: string
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly database?: string | undefined
  readonly cluster?: string | undefined
}

/** Where facts are kept: on a server, or, without one, in the embedded engine below `dataDirectory`. */
export interface StoreConfig {
  readonly dataDirectory: string
  readonly clickhouse: ServerConfig | null
}

export interface StorePorts {
  readonly now: () => number
}
