import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Session } from 'chdb'
import type { Statement } from './request.ts'

export interface Answer {
  readonly body: Uint8Array
  readonly rowsRead: number
  readonly bytesRead: number
  readonly seconds: number
}

/** An exception of the engine, with its code. */
export class EngineError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

export interface Engine {
  readonly version: string
  readonly run: (statement: Statement) => Promise<Answer>
  /** The rows of any SELECT, past the server and its faults. */
  readonly rows: <T>(sql: string) => Promise<T[]>
  /** The name that belongs to a code, `TOO_MANY_PARTS` for 252. */
  readonly nameOf: (code: number) => Promise<string>
  readonly close: () => Promise<void>
}

/**
 * The embedded engine as a server has it. Each statement runs on a connection of its own, so that nothing that was
 * SET for one (settings, parameters, database) is there for the next, and none waits for another.
 */
export async function openEngine(dataDirectory: string): Promise<Engine> {
  const directory = join(dataDirectory, 'clickhouse')
  mkdirSync(directory, { recursive: true })
  // Holds the directory between the statements.
  const keeper = new Session(directory)
  const running = new Set<Promise<unknown>>()

  const onConnection = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const session = new Session(directory)
    const result = work(session)
      .catch((error: unknown) => Promise.reject(asEngineError(error)))
      .finally(() => session.close())
    running.add(result)
    try {
      return await result
    } finally {
      running.delete(result)
    }
  }

  const run = (statement: Statement): Promise<Answer> =>
    onConnection(async (session) => {
      const { settings, params, database, format } = statement
      const values = [
        ...Object.entries(params).map(([name, value]) => [`param_${name}`, value] as const),
        // Last, since a read-only setting would forbid the others.
        ...Object.entries(settings),
      ]
      if (database !== null) await session.queryAsync(`USE ${quoted(database, '`')}`)
      if (values.length > 0) {
        const assignments = values.map(([name, value]) => `${identifier(name)} = ${quoted(value, "'")}`)
        await session.queryAsync(`SET ${assignments.join(', ')}`)
      }
      const result = await withBinary(directory, statement, (sql) => session.queryAsync(sql, { format }))
      const { rowsRead, bytesRead, elapsed: seconds } = result
      return { body: result.bytes(), rowsRead, bytesRead, seconds }
    })

  const text = async (sql: string, format: string) => {
    const result = await onConnection((session) => session.queryAsync(sql, { format }))
    return result.text()
  }

  return {
    version: (await text('SELECT version()', 'TabSeparatedRaw')).trim(),
    run,
    rows: async <T>(sql: string) => {
      const lines = (await text(sql, 'JSONEachRow')).split('\n').filter((line) => line !== '')
      return lines.map((line) => JSON.parse(line) as T)
    },
    nameOf: async (code) => {
      const name = await text(`SELECT errorCodeToName(${Math.trunc(code)})`, 'TabSeparatedRaw')
      return name.trim() || 'UNKNOWN_EXCEPTION'
    },
    close: async () => {
      await Promise.allSettled(running)
      keeper.close()
    },
  }
}

/** A binary body cannot stand in the statement's text, so the engine reads it from a file. */
async function withBinary<T>(
  directory: string,
  { text, binary }: Statement,
  work: (sql: string) => Promise<T>,
): Promise<T> {
  if (binary === null) return work(text)
  const file = join(directory, `..`, `body-${crypto.randomUUID()}`)
  writeFileSync(file, binary)
  try {
    return await work(text.replace(/\bFORMAT\s+(\w+)\s*$/i, `FROM INFILE ${quoted(file, "'")} FORMAT $1`))
  } finally {
    rmSync(file, { force: true })
  }
}

const quoted = (text: string, quote: "'" | '`'): string =>
  `${quote}${text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`)}${quote}`

function identifier(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name
  throw new EngineError(115, `Code: 115. DB::Exception: Unknown setting '${name}'. (UNKNOWN_SETTING)`)
}

function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error
  const message = error instanceof Error ? error.message : String(error)
  const code = /^Code: (\d+)\./.exec(message)?.[1]
  if (code !== undefined) return new EngineError(Number(code), message)
  return new EngineError(1001, `Code: 1001. DB::Exception: ${message} (STD_EXCEPTION)`)
}
