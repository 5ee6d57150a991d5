import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { readiness, verdictList } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { sha256 } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, projectParameter } from '../parameters.ts'
import { renderReadiness } from '../render/readiness.ts'

const show = createRoute({
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
  method: 'get',
  path: '/v1/projects/{project}/verdicts',
  summary: 'The verdicts on a project as they changed, newest first',
  request: { params: projectParameter, query: z.object({ gate: z.string().max(200).optional() }) },
  responses: {
    200: {
      description: 'The verdicts',
      content: { 'application/json': { schema: verdictList } },
    },
    ...errorResponses,
  },
})

export function registerVerdicts(app: App, ports: ApiPorts): void {
  app.openapi(show, async (c) => {
    const { verdict } = c.req.valid('param')
    const record = await ports.findVerdict(verdict)
    if (record === null) throw new KanmonError('VERDICT_NOT_FOUND', `there is no verdict ${verdict}`)
    const language = c.get('language')
    const assessed = { record, declared: null, validUntil: record.computedAt }
    return c.json(renderReadiness(assessed, record, language, ports.translators[language]), 200)
  })

  app.openapi(list, async (c) => {
    const { project } = c.req.valid('param')
    const records = await ports.listVerdicts(project, c.req.valid('query').gate ?? null)
    const verdicts = records.map(({ id, supersedes, computedAt, content }) => ({
      verdict: id,
      supersedes,
      gate: content.gate,
      recommendation: content.recommendation,
      score: content.score,
      statusDate: content.statusDate,
      evaluatedAt: new Date(computedAt).toISOString(),
      reasons: content.reasons.map((reason) =>
        reason.condition === null ? reason.code : `${reason.code} ${reason.condition}`,
      ),
    }))
    return c.json({ project, verdicts }, 200)
  })
}
