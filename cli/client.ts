import { Readable } from 'node:stream'
import type { z } from 'zod'
import { problem } from '../schemas/errors.ts'

/** The server answered with an error. */
export class ServerError extends Error {
  readonly status: number
  readonly code: string
  /** Seconds after which the server asks to be asked again. */
  readonly retryAfter: number | null
  constructor(status: number, code: string, detail: string, retryAfter: number | null = null) {
    super(`${code}: ${detail}`)
    this.name = 'ServerError'
    this.status = status
    this.code = code
    this.retryAfter = retryAfter
  }
}

/** The server's answer to a request, checked against its schema. @throws {ServerError} for an error answer */
export async function request<S extends z.ZodType>(
  url: string,
  schema: S,
  init: RequestInit = {},
): Promise<z.output<S>> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(60_000), ...init })
  const text = await response.text()
  if (!response.ok) throw errorOf(response, text)
  const answer = schema.safeParse(jsonOf(text))
  if (answer.success) return answer.data
  throw new ServerError(
    response.status,
    'UNEXPECTED_ANSWER',
    `what answers at ${new URL(url).origin} is not this version of kanmon`,
  )
}

/** The body of an answer as it comes. @throws {ServerError} for an error answer, and in between when it breaks off */
export async function download(url: string, init: RequestInit = {}): Promise<AsyncIterable<Uint8Array>> {
  const response = await fetch(url, { redirect: 'error', ...init })
  if (!response.ok) throw errorOf(response, await response.text())
  return (response.body as AsyncIterable<Uint8Array> | null) ?? Readable.from([])
}

/** Retry-After in its form of whole seconds; the server sends no dates. */
function retryAfterOf(headers: Headers): number | null {
  const value = headers.get('retry-after') ?? ''
  return /^\d{1,6}$/.test(value) ? Number(value) : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function errorOf({ status, headers }: Response, text: string): ServerError {
  const retryAfter = retryAfterOf(headers)
  try {
    const known = problem.safeParse(JSON.parse(text))
    if (known.success) return new ServerError(status, known.data.code, known.data.detail, retryAfter)
  } catch {
    // Not JSON: a proxy, say. The status is all there is to tell.
  }
  return new ServerError(status, `HTTP_${status}`, text.slice(0, 200), retryAfter)
}

/** What to tell of an error on one line. Of a failed connection only the cause tells anything. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (error.message !== 'fetch failed' || !(cause instanceof Error)) return error.message
  return `${error.message}: ${cause.message || String('code' in cause ? cause.code : cause.name)}`
}
