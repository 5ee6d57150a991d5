import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { type Arrival, arrivals, asStory, withArrivals } from '../../analytics/verdict/arrivals.ts'
import { difference } from '../../analytics/verdict/difference.ts'
import { readiness, verdictDifference, verdictList } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { sha256 } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { supersededBy } from '../assessor/superseded.ts'
import type { VerdictRecord } from '../assessor/verdict-record.ts'
import { needs } from '../auth/needs.ts'
import { isPermitted } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, moment, projectParameter } from '../parameters.ts'
import { renderChanges, renderReadiness } from '../render/readiness.ts'

const show = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/verdicts/{verdict}',
  summary: 'A verdict as it was given',
  request: { params: z.object({ verdict: sha256 }), query: z.object(languageQuery) },
  responses: {
    200: { description: 'The verdict', content: { 'application/json': { schema: readiness } } },
    ...errorResponses,
  },
})

const list = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/verdicts',
  summary: 'The verdicts on a project as they changed, newest first',
  request: {
    params: projectParameter,
    query: z.object({ gate: z.string().max(200).optional(), asOf: moment.optional() }),
  },
  responses: {
    200: {
      description: 'The verdicts',
      content: { 'application/json': { schema: verdictList } },
    },
    ...errorResponses,
  },
})

const compare = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/verdicts/diff',
  summary: 'What changed from one verdict to another, in words',
  request: { params: projectParameter, query: z.object({ ...languageQuery, from: sha256, to: sha256 }) },
  responses: {
    200: { description: 'The changes', content: { 'application/json': { schema: verdictDifference } } },
    ...errorResponses,
  },
})

export function registerVerdicts(app: App, ports: ApiPorts): void {
  async function cameBetween(before: VerdictRecord, after: VerdictRecord): Promise<Arrival[] | null> {
    const { project } = after.content
    const known = await ports.assessor.known({ project, at: null, asOf: null })
    return known && arrivals(known.log, before, after)
  }

  app.openapi(show, async (c) => {
    const { verdict } = c.req.valid('param')
    const record = await ports.findVerdict(verdict)
    if (
      record === null ||
      !(await isPermitted(c, ports, 'project:read', { project: record.content.project }))
    )
      throw new KanmonError('VERDICT_NOT_FOUND', `there is no verdict ${verdict}`)
    const language = c.get('language')
    const superseded = record.supersedes === null ? null : await ports.findVerdict(record.supersedes)
    const assessed = {
      record,
      declared: null,
      superseded: superseded && supersededBy(record, superseded, await cameBetween(superseded, record)),
      validUntil: record.computedAt,
      at: record.at,
      asOf: record.asOf,
    }
    return c.json(renderReadiness(assessed, record, language, ports.translators[language]), 200)
  })

  app.openapi(list, async (c) => {
    const { project } = c.req.valid('param')
    const { gate = null, asOf = null } = c.req.valid('query')
    const records = await ports.listVerdicts(project, gate)
    // In the project's zone, like everywhere: a date means the end of that day.
    const known = asOf === null ? null : await ports.assessor.known({ project, at: null, asOf })
    const given = known === null ? records : records.filter(({ computedAt }) => computedAt <= known.asOf)
    const verdicts = given.map(({ id, digest, supersedes, at, asOf: knownUntil, computedAt, content }) => ({
      verdict: id,
      supersedes,
      gate: content.gate,
      recommendation: content.recommendation,
      score: content.score,
      statusDate: content.statusDate,
      at: new Date(at).toISOString(),
      asOf: new Date(knownUntil).toISOString(),
      evaluatedAt: new Date(computedAt).toISOString(),
      digest,
      policy: content.policy,
      reasons: content.reasons.map((reason) =>
        reason.condition === null ? reason.code : `${reason.code} ${reason.condition}`,
      ),
    }))
    return c.json({ project, verdicts }, 200)
  })

  app.openapi(compare, async (c) => {
    const { project } = c.req.valid('param')
    const query = c.req.valid('query')
    const [from, to] = await Promise.all(
      [query.from, query.to].map(async (id) => {
        const record = await ports.findVerdict(id)
        if (record?.content.project === project) return record
        throw new KanmonError('VERDICT_NOT_FOUND', `there is no verdict ${id} on project ${project}`)
      }),
    )
    if (from === undefined || to === undefined) throw new Error('verdicts: two were asked for')
    const language = c.get('language')
    const translate = ports.translators[language]
    const changes = withArrivals(difference(from.content, to.content), await cameBetween(from, to))
    const told = renderChanges(asStory(changes), language, translate).map(({ message }) => message)
    return c.json(
      {
        project,
        from: from.id,
        to: to.id,
        summary: told.join(translate('changes.separator')),
        changes: renderChanges(changes, language, translate),
      },
      200,
    )
  })
}
