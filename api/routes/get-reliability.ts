import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { analyzeFailures } from '../../analytics/reliability/analyze.ts'
import { projectFailures } from '../../analytics/reliability/project-failures.ts'
import { reliabilityReport, type ReliabilityReport } from '../../analytics/reliability/report.ts'
import { reliabilityAnswer } from '../../schemas/answers-reliability.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { errorResponses } from '../errors.ts'
import { momentQuery, projectParameter } from '../parameters.ts'
import { qualityView } from './quality-view.ts'

const route = createRoute({
  method: 'get',
  path: '/v1/projects/{project}/reliability',
  summary: 'Reliability growth: trend, eleven models, the selected one, and whether it may be judged by',
  description:
    'Over executed test cases when at least five reports tell their volume, else over days; `axis` asks for one of ' +
    'them. Its conditions can hold a release back, they never help it.',
  request: {
    params: projectParameter,
    query: z.object({
      ...momentQuery,
      axis: z.enum(['cases', 'days']).optional(),
      phase: z.string().min(1).max(200).optional(),
    }),
  },
  responses: {
    200: {
      description: 'Reliability growth',
      content: { 'application/json': { schema: reliabilityAnswer } },
    },
    ...errorResponses,
  },
})

const NOTHING: ReliabilityReport = {
  trend: { laplace: null },
  models: [],
  selected: null,
  notAssessable: ['NO_EVENTS'],
}

export function registerGetReliability(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const { axis: asked, phase, ...moment } = c.req.valid('query')
    const { view, head } = await qualityView(ports, c.req.valid('param').project, moment)
    const slice = { view, phases: phase === undefined ? null : [phase], component: null }
    const { axis, data, testConsumption } = projectFailures(slice, asked)
    const report = data === null ? NOTHING : reliabilityReport(analyzeFailures(data, { testConsumption }))
    const answer = {
      ...head,
      axis,
      phase: phase ?? null,
      data: data && { kind: 'grouped' as const, events: data.events, observedUntil: data.observedUntil },
      ...report,
    }
    return c.json(reliabilityAnswer.parse(answer), 200)
  })
}
