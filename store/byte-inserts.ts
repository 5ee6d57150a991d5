import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { parseError } from '@clickhouse/client'
import { type InsertStatement, readInsertSql } from './insert-statement.ts'

/** What of the embedded engine's connection matters here. */
export interface ByteConnection {
  readonly exec: (params: ExecParams) => Promise<unknown>
  readonly chdb: {
    readonly rawInsert: (params: InsertStatement & { readonly values: Buffer }) => Promise<unknown>
  }
}

interface ExecParams {
  readonly query: string
  readonly values?: AsyncIterable<string | Uint8Array> | string | undefined
  readonly query_id?: string
}

/**
 * A connection that hands the rows of an insert to the engine as the bytes they are. Its own `exec` makes one text of
 * statement and rows, and bytes again of that: 1.3 µs a row on the thread that serves requests (measured).
 */
export function withByteInserts<C extends ByteConnection>(connection: C): C {
  const exec = async (params: ExecParams) => {
    const statement = params.values === undefined ? null : readInsertSql(params.query)
    if (statement === null || params.values === undefined) return connection.exec(params)
    const { columns, ...rest } = statement
    const values = await allBytes(params.values)
    try {
      const named = columns.length === 0 ? {} : { columns }
      await connection.chdb.rawInsert({ ...rest, ...named, values } as InsertStatement & { values: Buffer })
    } catch (error) {
      throw asEngineError(error)
    }
    return {
      stream: Readable.from([]),
      query_id: params.query_id ?? randomUUID(),
      response_headers: {},
      http_status_code: 200,
    }
  }
  // The other methods use private fields and need the connection itself as their `this`.
  return new Proxy(connection, {
    get: (target, name) => {
      if (name === 'exec') return exec
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}

async function allBytes(values: AsyncIterable<string | Uint8Array> | string): Promise<Buffer> {
  if (typeof values === 'string') return Buffer.from(values)
  const parts: Buffer[] = []
  for await (const part of values) {
    parts.push(
      typeof part === 'string' ? Buffer.from(part) : Buffer.from(part.buffer, part.byteOffset, part.length),
    )
  }
  const [first] = parts
  return parts.length === 1 && first !== undefined ? first : Buffer.concat(parts)
}

/** With the engine's code and type, which stand in the text of what it throws. */
function asEngineError(error: unknown): Error {
  const text = error instanceof Error ? error.message : String(error)
  const parsed = parseError(text)
  if (parsed !== error) parsed.cause = error
  return parsed
}
