import type { IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** A request of ClickHouse's HTTP interface, taken apart. */
export interface Statement {
  /** The URL's `query`, a line end, and the body; a binary body is kept apart. */
  readonly text: string
  readonly binary: Uint8Array | null
  readonly queryId: string | null
  readonly database: string | null
  /** Of the answer, when the statement names none. */
  readonly format: string
  /** Values are as the URL has them: the engine reads them by the parameter's type. */
  readonly params: Readonly<Record<string, string>>
  /** For the engine; what only an HTTP server knows is left out. */
  readonly settings: Readonly<Record<string, string>>
  readonly compressAnswer: boolean
}

const HTTP_ONLY =
  /^(wait_end_of_query|session_|role$|buffer_size$|compress$|decompress$|user$|password$|quota_key$|stacktrace$|enable_http_compression$|send_progress_in_http_headers$|http_)/
const BINARY_INSERT = /\bFORMAT\s+(Native|RowBinary\w*|Parquet|Arrow\w*|Avro|ORC|MsgPack|Protobuf\w*)\s*$/i

/**
 * Reads a whole request.
 *
 * @throws {Error} when its connection breaks before its end
 */
export async function readStatement(request: IncomingMessage): Promise<Statement> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const body = await buffer(unpacked(request))
  const fields = new Map(url.searchParams)
  let data: Uint8Array = body
  if (request.headers['content-type']?.startsWith('multipart/form-data') === true) {
    data = new Uint8Array()
    const answer = new Response(body, { headers: { 'content-type': request.headers['content-type'] } })
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- it keeps whole bodies in memory, which is no harm here
    const form = await answer.formData()
    for (const [name, value] of form) if (typeof value === 'string') fields.set(name, value)
  }
  const query = fields.get('query') ?? ''
  const binary = BINARY_INSERT.test(query) && data.length > 0
  const separator = query === '' || data.length === 0 || binary ? '' : '\n'
  const params: Record<string, string> = {}
  const settings: Record<string, string> = {}
  for (const [name, value] of fields) {
    if (name.startsWith('param_')) params[name.slice('param_'.length)] = value
    else if (!KNOWN.has(name) && !HTTP_ONLY.test(name)) settings[name] = value
  }
  // As the server: a GET may read and set, not write.
  if (request.method === 'GET') settings['readonly'] = '2'
  return {
    text: `${query}${separator}${binary ? '' : new TextDecoder().decode(data)}`,
    binary: binary ? data : null,
    queryId: fields.get('query_id') ?? null,
    database: fields.get('database') ?? null,
    format: fields.get('default_format') ?? 'TabSeparated',
    params,
    settings,
    compressAnswer:
      fields.get('enable_http_compression') === '1' &&
      (request.headers['accept-encoding'] ?? '').includes('gzip'),
  }
}

const KNOWN = new Set(['query', 'query_id', 'database', 'default_format'])

function unpacked(request: IncomingMessage): Readable {
  const encoding = request.headers['content-encoding'] ?? 'identity'
  if (encoding === 'identity') return request
  if (encoding !== 'gzip') throw new Error(`content-encoding ${encoding} is not spoken here`)
  const unzip = createGunzip()
  request.once('error', (error) => unzip.destroy(error))
  return request.pipe(unzip)
}

export const isInsert = (text: string): boolean => /^\s*INSERT\b/i.test(text)

/** The format of the answer: the statement's own, or the default one. */
export function answerFormat(statement: Statement): string {
  if (isInsert(statement.text)) return statement.format
  return /\bFORMAT\s+(\w+)\s*(?:SETTINGS\b[^)]*)?;?\s*$/i.exec(statement.text)?.[1] ?? statement.format
}
