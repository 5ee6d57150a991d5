import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { freePort } from '../proxy/free-port.ts'
import { type Answer, EngineError, openEngine } from './engine.ts'
import { createFaults, type FaultSwitches } from './faults.ts'
import { answerFormat, isInsert, readStatement, type Statement } from './request.ts'
import { statusOf } from './status.ts'

/** What a client asked, in order; long statements are cut. */
export interface Asked {
  readonly statement: string
  readonly settings: Readonly<Record<string, string>>
  /** Null while it runs, and when no answer was sent. */
  status: number | null
}

/** The real engine behind ClickHouse's HTTP interface, with switches to make it fail. For tests only. */
export interface ClickHouseHttp extends FaultSwitches, AsyncDisposable {
  readonly url: string
  readonly port: number
  readonly asked: readonly Asked[]
  /** The rows of any SELECT, past HTTP and the faults: what is really stored. */
  readonly rows: <T>(sql: string) => Promise<T[]>
  /** Stops listening and closes every connection; what runs goes on to its end. */
  readonly refuse: () => Promise<void>
  /** Ends every fault and listens again on the same port. */
  readonly heal: () => Promise<void>
  readonly close: () => Promise<void>
}

const KEPT_LENGTH = 500
/** As a server: a list of a thousand ids stands in the URL. */
const MAX_HEADER_BYTES = 1024 * 1024
const LINE_FORMAT = /\bFORMAT\s+(?:JSON(?:Compact)?EachRow|TSV|TabSeparated)\s*\n/i

/**
 * Starts the server on a loopback port. The engine binds one directory to a process, so this is for a test file
 * that opens no embedded store. Left out, against a real server: users and rights, sessions, progress headers,
 * answers that begin before the statement has ended (every request is as with `wait_end_of_query`).
 */
export async function startClickHouseHttp({
  dataDirectory,
}: {
  dataDirectory: string
}): Promise<ClickHouseHttp> {
  const engine = await openEngine(dataDirectory)
  const faults = createFaults()
  const asked: Asked[] = []
  const port = await freePort()
  const working = new Set<Promise<void>>()

  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: 10_000 },
    (request, response) => {
      const work = handle(request, response).finally(() => working.delete(work))
      working.add(work)
    },
  )

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname === '/ping' || (request.method === 'GET' && search === '')) {
      response.end('Ok.\n')
      return
    }
    let statement: Statement
    try {
      statement = await readStatement(request)
    } catch {
      request.socket.resetAndDestroy() // as a server whose client went away in the middle
      return
    }
    await answer(statement, request, response)
  }

  const answer = async (statement: Statement, request: IncomingMessage, response: ServerResponse) => {
    const note: Asked = {
      statement: statement.text.slice(0, KEPT_LENGTH),
      settings: statement.settings,
      status: null,
    }
    asked.push(note)
    const treatment = faults.treat(statement.text)
    let result: Answer | EngineError | null = null
    if (treatment.refuseWith !== null) {
      const { code, name = await engine.nameOf(code), message = 'refused by the test' } = treatment.refuseWith
      result = new EngineError(code, `Code: ${code}. DB::Exception: ${message}. (${name})`)
    } else if (treatment.run) {
      result = await engine.run(statement).catch((error: unknown) => error as EngineError)
    }
    await treatment.before()
    if (!treatment.answer || result === null) {
      request.socket.resetAndDestroy()
      return
    }
    response.setHeader('X-ClickHouse-Query-Id', statement.queryId ?? randomUUID())
    response.setHeader('X-ClickHouse-Server-Display-Name', 'kanmon-test')
    response.setHeader('X-ClickHouse-Timezone', 'UTC')
    response.statusCode = note.status = result instanceof EngineError ? statusOf(result.code) : 200
    if (result instanceof EngineError) sendError(result, engine.version, response)
    else sendAnswer(result, statement, response)
  }

  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  const refuse = async () => {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await stopped
  }
  const close = async () => {
    faults.clear()
    await refuse()
    await Promise.allSettled(working)
    await engine.close()
  }
  await listen()
  const { failNext, loseNext, dropNext, slow, hold } = faults
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    rows: engine.rows,
    ...{ failNext, loseNext, dropNext, slow, hold },
    refuse,
    heal: async () => {
      faults.clear()
      if (!server.listening) await listen()
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function sendError(error: EngineError, version: string, response: ServerResponse): void {
  response.setHeader('X-ClickHouse-Exception-Code', error.code)
  response.setHeader('Content-Type', 'text/plain; charset=UTF-8')
  response.end(`${error.message} (version ${version} (embedded))\n`)
}

function sendAnswer(answer: Answer, statement: Statement, response: ServerResponse): void {
  const format = answerFormat(statement)
  response.setHeader('X-ClickHouse-Format', format)
  response.setHeader('X-ClickHouse-Summary', JSON.stringify(summaryOf(answer, statement)))
  response.setHeader(
    'Content-Type',
    format.startsWith('JSON') ? 'application/json' : 'text/plain; charset=UTF-8',
  )
  if (!statement.compressAnswer) {
    response.end(answer.body)
    return
  }
  response.setHeader('Content-Encoding', 'gzip')
  response.end(gzipSync(answer.body))
}

/** As the server's; the engine counts no written rows, so they are the lines of a body in a line format, else 0. */
function summaryOf(answer: Answer, { text }: Statement): Record<string, string> {
  let written = 0
  let bytes = 0
  const format = isInsert(text) ? LINE_FORMAT.exec(text) : null
  if (format !== null) {
    const body = text.slice(format.index + format[0].length)
    written = body.split('\n').filter((line) => line !== '').length
    bytes = Buffer.byteLength(body)
  }
  return {
    read_rows: String(isInsert(text) ? written : answer.rowsRead),
    read_bytes: String(isInsert(text) ? bytes : answer.bytesRead),
    written_rows: String(written),
    written_bytes: String(bytes),
    total_rows_to_read: '0',
    result_rows: String(isInsert(text) ? written : answer.rowsRead),
    result_bytes: String(answer.body.length || bytes),
    elapsed_ns: String(Math.round(answer.seconds * 1e9)),
  }
}
