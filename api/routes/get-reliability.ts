import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { MOST_REPLICATES } from '../../analytics/reliability/bootstrap.ts'
import { growthCurve } from '../../analytics/reliability/growth-curve.ts'
import { projectAnalysis } from '../../analytics/reliability/project-analysis.ts'
import { reliabilityReport, type ReliabilityReport } from '../../analytics/reliability/report.ts'
import { reliabilityAnswer } from '../../schemas/answers-reliability.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { momentQuery, projectParameter } from '../parameters.ts'
import { qualityView } from './quality-view.ts'
import { bootstrapInTurns } from './reliability-bootstrap.ts'

const route = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/reliability',
  summary: 'Reliability growth: trend, eleven models, the selected one, and whether it may be judged by',
  description:
    'Over executed test cases when at least five reports tell their volume, else over days; `axis` asks for one of ' +
    'them. `mission`, `target` and `residual` say what a release is to reach; `bootstrap` asks for intervals from so ' +
    'many simulations, the same for the same `seed`. Its conditions can hold a release back, they never help it.',
  request: {
    params: projectParameter,
    query: z.object({
      ...momentQuery,
      axis: z.enum(['cases', 'days']).optional(),
      phase: z.string().min(1).max(200).optional(),
      mission: z.coerce.number().positive().max(1e12).optional().describe('in units of the axis'),
      target: z.coerce
        .number()
        .gt(0)
        .lt(1)
        .optional()
        .describe('reliability for the mission, 0.95 if left out'),
      residual: z.coerce
        .number()
        .positive()
        .max(1e9)
        .optional()
        .describe('failures that may be left, 1 if left out'),
      curve: z.enum(['true', 'false']).default('false').describe('with the curves, to be drawn'),
      bootstrap: z.coerce.number().int().min(20).max(MOST_REPLICATES).optional().describe('replicates'),
      seed: z.coerce.number().int().min(0).max(4_294_967_295).default(1),
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
    const query = c.req.valid('query')
    const { axis: asked, phase, mission, target, residual, curve, bootstrap, seed, ...moment } = query
    const { view, head } = await qualityView(ports, c.req.valid('param').project, moment)
    const slice = { view, phases: phase === undefined ? null : [phase], component: null }
    const { failures, analysis } = projectAnalysis(slice, asked)
    const { axis, data } = failures
    const plan = bootstrap === undefined ? null : { replicates: bootstrap, seed }
    const report =
      analysis === null
        ? NOTHING
        : reliabilityReport(analysis, {
            targets: { mission, reliability: target, residual },
            bootstrap: plan === null ? undefined : await bootstrapInTurns(analysis, plan, ports.now),
          })
    const answer = {
      ...head,
      axis,
      phase: phase ?? null,
      data: data && { kind: 'grouped' as const, events: data.events, observedUntil: data.observedUntil },
      ...report,
      ...(curve === 'true' && analysis !== null && { curve: growthCurve(analysis) }),
    }
    return c.json(reliabilityAnswer.parse(answer), 200)
  })
}
