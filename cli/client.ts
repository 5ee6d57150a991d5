import type { z } from 'zod'
import { problem } from '../schemas/errors.ts'

/** The server answered with an error. */
export class ServerError extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, detail: string) {
    super(`${code}: ${detail}`)
    this.name = 'ServerError'
    this.status = status
    this.code = code
  }
}

/** The server's answer to a request, checked against its schema. @throws {ServerError} for an error answer */
export async function request<S extends z.ZodType>(
  url: string,
  schema: S,
  init: RequestInit = {},
): Promise<z.output<S>> {
  const response = await fetch(url, init)
  const text = await response.text()
  if (!response.ok) throw errorOf(response.status, text)
  return schema.parse(JSON.parse(text))
}

function errorOf(status: number, text: string): ServerError {
  try {
    const known = problem.safeParse(JSON.parse(text))
    if (known.success) return new ServerError(status, known.data.code, known.data.detail)
  } catch {
    // Not JSON: a proxy, say. The status is all there is to tell.
  }
  return new ServerError(status, `HTTP_${status}`, text.slice(0, 200))
}

/** What to tell of an error on one line. Of a failed connection only the cause tells anything. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  if (error.message !== 'fetch failed' || !(cause instanceof Error)) return error.message
  return `${error.message}: ${cause.message || String('code' in cause ? cause.code : cause.name)}`
}
