import type { Context, MiddlewareHandler } from 'hono'
import { KanmonError } from '../../schemas/errors.ts'
import { projectId } from '../../schemas/primitives.ts'
import type { ApiPorts, RequestVariables } from '../app-types.ts'
import type { AuditNote } from './audit-trail.ts'
import { ANONYMOUS, UNCHECKED } from './caller.ts'
import { matchedRoute, pathParameter } from './matched-route.ts'

type RequestContext = Context<{ Variables: RequestVariables }>

/** Refused for who asked, and not for what was asked. */
const REFUSALS: ReadonlySet<string> = new Set([
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'HOST_NOT_ALLOWED',
  'RATE_LIMITED',
])
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

function outcomeOf(status: number, code: string | null): AuditNote['outcome'] {
  if (code !== null && REFUSALS.has(code)) return 'refused'
  return status < 400 ? 'done' : 'failed'
}

function subjectOf(c: RequestContext): string | null {
  const named = c.get('subject') ?? pathParameter(c, 'project')
  if (named === undefined) return null
  const isTold = projectId.safeParse(named).success || named === 'all' || named.startsWith('division:')
  return isTold ? named : null
}

/** Tells the audit trail of every change and every refusal, before it is answered. */
export function auditRequests({ access }: Pick<ApiPorts, 'access'>): MiddlewareHandler<{
  Variables: RequestVariables
}> {
  return async function audit(c, next) {
    c.set('caller', access.isOn ? ANONYMOUS : UNCHECKED)
    await next()
    if (!access.isOn) return
    const code = c.error instanceof KanmonError ? c.error.code : null
    const outcome = outcomeOf(c.res.status, code)
    const route = matchedRoute(c)
    const isChange = !READING.has(c.req.method) && route !== undefined
    if (outcome !== 'refused' && !isChange) return
    const caller = c.get('caller')
    const principal = caller.kind === 'principal' ? caller : null
    await access.trail.note({
      principalId: principal?.id ?? null,
      principal: principal?.name ?? null,
      method: route?.method ?? 'OTHER',
      route: route?.path ?? 'unmatched',
      subject: subjectOf(c),
      outcome,
      status: c.res.status,
      code,
      address: access.addressOf(c),
      requestId: c.get('requestId'),
    })
  }
}
