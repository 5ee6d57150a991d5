import type { ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type ErrorCode, errorStatus, KanmonError, problem, type Problem } from '../schemas/errors.ts'
import type { ApiPorts } from './app-types.ts'

/** Error answers shared by every route, for the OpenAPI document. */
export const errorResponses = {
  default: {
    description: 'An error, as RFC 9457 problem details with a code of the closed list',
    content: { 'application/problem+json': { schema: problem } },
  },
} as const

function problemOf(code: ErrorCode, detail: string, field?: string): Problem {
  return {
    type: `urn:kanmon:error:${code.toLowerCase().replaceAll('_', '-')}`,
    title: code.toLowerCase().replaceAll('_', ' '),
    status: errorStatus[code],
    detail,
    code,
    ...(field !== undefined && { field }),
  }
}

/** An error as problem+json. */
export function problemResponse(code: ErrorCode, detail: string, field?: string): Response {
  const body = problemOf(code, detail, field)
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: { 'content-type': 'application/problem+json' },
  })
}

/** The only place where an error becomes a response; what was not thrown on purpose is logged and a 500. */
export function onError(logger: ApiPorts['logger']): ErrorHandler {
  return (error) => {
    if (error instanceof KanmonError) return problemResponse(error.code, error.message, error.field)
    if (error instanceof HTTPException)
      return problemResponse('INVALID_REQUEST', error.message || 'the request could not be read')
    logger.error({ event: 'request.failed', error })
    return problemResponse('INTERNAL', 'an unexpected error; it was logged')
  }
}
