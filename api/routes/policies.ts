import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { policyAnswer, policyDifferenceAnswer, policyList } from '../../schemas/answers-policy.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { resolveMoment } from '../assessor/moment.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, moment, momentQuery } from '../parameters.ts'
import type { PolicyHistory, PolicyMoment } from '../policies/history.ts'
import { POLICY_ZONE } from '../policies/library.ts'
import { resolvedVersion } from '../policies/lookup.ts'
import type { PolicyVersion } from '../policies/resolve.ts'
import { renderPolicyDifference } from '../render/policy.ts'
import { renderPolicy, renderPolicyList } from '../render/policies.ts'

export const policyParameter = z.object({ id: z.string().min(1).max(64) })
export const versionNumber = z.coerce.number().int().min(1).max(1_000_000)

const list = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/policies',
  summary: 'Every policy with its versions',
  request: { query: z.object({ ...languageQuery, asOf: moment.optional() }) },
  responses: {
    200: { description: 'The policies', content: { 'application/json': { schema: policyList } } },
    ...errorResponses,
  },
})

const show = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/policies/{id}',
  summary: 'A policy: what applied on a date, or one version of it, with everything that it inherits',
  request: {
    params: policyParameter,
    query: z.object({ ...languageQuery, ...momentQuery, version: versionNumber.optional() }),
  },
  responses: {
    200: { description: 'The policy', content: { 'application/json': { schema: policyAnswer } } },
    ...errorResponses,
  },
})

const compare = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/policies/{id}/diff',
  summary: 'What one version asks for and another does not',
  request: {
    params: policyParameter,
    query: z.object({ ...languageQuery, from: versionNumber, to: versionNumber }),
  },
  responses: {
    200: {
      description: 'The differences',
      content: { 'application/json': { schema: policyDifferenceAnswer } },
    },
    ...errorResponses,
  },
})

/** Now, for policies. */
export function policyNow(ports: Pick<ApiPorts, 'now' | 'settledUntil'>): PolicyMoment {
  return { date: civilDateOf(ports.now(), POLICY_ZONE), asOf: ports.settledUntil() }
}

/** @throws {KanmonError} POLICY_NOT_FOUND */
export function versionNamed(
  history: PolicyHistory,
  id: string,
  version: number | undefined,
  { date, asOf }: PolicyMoment,
): PolicyVersion {
  const found =
    version === undefined
      ? history.versionAt(id, { date, asOf })
      : history.versionsOf(id, asOf).find(({ parsed }) => parsed.document.version === version)
  if (found != null) return found
  const what = version === undefined ? id : `${id} version ${version}`
  throw new KanmonError('POLICY_NOT_FOUND', `there is no policy ${what}`, {
    field: version === undefined ? 'id' : 'version',
  })
}

export function registerPolicies(app: App, ports: ApiPorts): void {
  app.openapi(list, async (c) => {
    const { asOf } = c.req.valid('query')
    await ports.policies.refresh()
    const now = policyNow(ports)
    const known = asOf === undefined ? now.asOf : resolveMoment(asOf, POLICY_ZONE, ports.now(), 'asOf')
    const moment = { date: asOf === undefined ? now.date : civilDateOf(known, POLICY_ZONE), asOf: known }
    return c.json(renderPolicyList(ports.policies.history(), moment, c.get('language')), 200)
  })

  app.openapi(show, async (c) => {
    const { version, at, asOf } = c.req.valid('query')
    await ports.policies.refresh()
    const history = ports.policies.history()
    const now = ports.now()
    const moment = {
      date: civilDateOf(resolveMoment(at ?? null, POLICY_ZONE, now, 'at'), POLICY_ZONE),
      asOf: asOf === undefined ? policyNow(ports).asOf : resolveMoment(asOf, POLICY_ZONE, now, 'asOf'),
    }
    const found = versionNamed(history, c.req.valid('param').id, version, moment)
    return c.json(renderPolicy(history, found, moment, c.get('language')), 200)
  })

  app.openapi(compare, async (c) => {
    const { id } = c.req.valid('param')
    const { from, to } = c.req.valid('query')
    await ports.policies.refresh()
    const history = ports.policies.history()
    const now = policyNow(ports)
    const [before, after] = [from, to].map((version) =>
      resolvedVersion(history, versionNamed(history, id, version, now), now),
    )
    if (before === undefined || after === undefined) throw new Error('policies: two were asked for')
    return c.json(renderPolicyDifference(before, after, ports.translators[c.get('language')]), 200)
  })
}
