import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { warnings } from '../../analytics/warnings/open-warnings.ts'
import { dampingOf } from '../../analytics/warnings/warning.ts'
import { warningsAnswer } from '../../schemas/answers-quality.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, momentQuery, projectParameter } from '../parameters.ts'
import { qualityView } from './quality-view.ts'

const route = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/warnings',
  summary: 'Early warnings and contradictions: they inform or hold back, and never turn HOLD into SHIP',
  request: { params: projectParameter, query: z.object({ ...momentQuery, ...languageQuery }) },
  responses: {
    200: { description: 'The warnings', content: { 'application/json': { schema: warningsAnswer } } },
    ...errorResponses,
  },
})

export function registerGetWarnings(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const translate = ports.translators[c.get('language')]
    const { view, head } = await qualityView(ports, c.req.valid('param').project, c.req.valid('query'))
    const found = warnings(view).map(({ code, about, values }) => ({
      code,
      about,
      values: { ...values },
      damping: dampingOf(code),
      message: translate(`warning.${code}`, { ...values, about }),
    }))
    return c.json({ ...head, warnings: found }, 200)
  })
}
