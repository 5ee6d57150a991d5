import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { readiness } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { gateQuery, languageQuery, momentQuery, projectParameter } from '../parameters.ts'
import { renderReadiness } from '../render/readiness.ts'
import { renderShadow } from '../render/shadow.ts'

const route = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/readiness',
  summary: 'SHIP or HOLD, and why',
  description:
    'With `at` or `asOf` the verdict as of the past: what had happened by then, what was known by then.',
  request: { params: projectParameter, query: z.object({ ...gateQuery, ...momentQuery, ...languageQuery }) },
  responses: {
    200: { description: 'The verdict', content: { 'application/json': { schema: readiness } } },
    ...errorResponses,
  },
})

export function registerGetReadiness(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const { project } = c.req.valid('param')
    const { gate, at, asOf } = c.req.valid('query')
    const isPast = at !== undefined || asOf !== undefined
    const assessed = isPast
      ? await ports.assessor.past({ project, gate, at: at ?? null, asOf: asOf ?? null })
      : (await ports.assessor.current([project], gate))[0]
    if (assessed === null || assessed === undefined) {
      throw new KanmonError('PROJECT_NOT_FOUND', `no facts are known about project ${project}`)
    }
    if (assessed.record.content.reasons.some(({ code }) => code === 'UNKNOWN_PHASE')) {
      throw new KanmonError(
        'GATE_NOT_FOUND',
        `project ${project} has no gate ${gate}: plan, release, or the id of one of its phases`,
        { field: 'gate' },
      )
    }
    const language = c.get('language')
    const translate = ports.translators[language]
    const shadow = await ports.shadows.of(assessed)
    const answer = renderReadiness(assessed, assessed, language, translate)
    return c.json(
      shadow === null ? answer : { ...answer, shadow: renderShadow(shadow, language, translate) },
      200,
    )
  })
}
