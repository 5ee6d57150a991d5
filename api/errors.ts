import type { Context, ErrorHandler } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type ErrorCode, errorStatus, KanmonError, problem, type Problem } from '../schemas/errors.ts'
import type { PolicyProblem } from '../schemas/policy-problems.ts'
import type { ApiPorts, RequestVariables } from './app-types.ts'

/** Error answers shared by every route, for the OpenAPI document. */
export const errorResponses = {
  default: {
    description: 'An error, as RFC 9457 problem details with a code of the closed list',
    content: { 'application/problem+json': { schema: problem } },
  },
} as const

/** What an error answer says beside its code. */
interface About {
  readonly field?: string | undefined
  readonly problems?: readonly PolicyProblem[] | undefined
  readonly retryAfter?: number | undefined
  /** Methods that the path takes. */
  readonly allow?: string | undefined
  readonly requestId?: string | undefined
}

function problemOf(code: ErrorCode, detail: string, { field, problems, requestId }: About): Problem {
  return {
    type: `urn:kanmon:error:${code.toLowerCase().replaceAll('_', '-')}`,
    title: code.toLowerCase().replaceAll('_', ' '),
    status: errorStatus[code],
    detail,
    code,
    ...(field !== undefined && { field }),
    ...(problems !== undefined && { problems: [...problems] }),
    ...(requestId !== undefined && { instance: `urn:kanmon:request:${requestId}` }),
  }
}

/** An error as problem+json (RFC 9457). */
export function problemResponse(code: ErrorCode, detail: string, about: About = {}): Response {
  const body = problemOf(code, detail, about)
  return new Response(JSON.stringify(body), {
    status: body.status,
    headers: {
      'content-type': 'application/problem+json',
      ...(about.retryAfter !== undefined && { 'retry-after': String(about.retryAfter) }),
      ...(about.allow !== undefined && { allow: about.allow }),
      ...(code === 'UNAUTHENTICATED' && { 'www-authenticate': 'Bearer realm="kanmon"' }),
    },
  })
}

type Variables = { Variables: RequestVariables }

/** The only place where an error becomes a response; what was not thrown on purpose is logged and a 500. */
export function onError(logger: ApiPorts['logger']): ErrorHandler<Variables> {
  return (error, c: Context<Variables>) => {
    const requestId = c.get('requestId')
    if (error instanceof KanmonError) {
      const { code, message, field, problems, retryAfter } = error
      return problemResponse(code, message, { field, problems, retryAfter, requestId })
    }
    if (error instanceof HTTPException) {
      const detail = error.message || 'the request could not be read'
      return problemResponse('INVALID_REQUEST', detail, { requestId })
    }
    logger.error({ event: 'request.failed', requestId, error })
    return problemResponse('INTERNAL', 'an unexpected error; it was logged', { requestId })
  }
}
