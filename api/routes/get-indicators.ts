import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { stateAt } from '../../analytics/facts/state.ts'
import { projectView } from '../../analytics/indicators/build-view.ts'
import { measureAll } from '../../analytics/indicators/measure-all.ts'
import { sourceStatuses } from '../../analytics/verdict/completeness.ts'
import { DEFAULT_PERCENT_CAP } from '../../analytics/evm/earned-value.ts'
import { indicatorsAnswer } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { indicators } from '../../schemas/indicators.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, momentQuery, projectParameter } from '../parameters.ts'

const route = createRoute({
  method: 'get',
  path: '/v1/projects/{project}/indicators',
  summary: 'Every indicator, of the project and of each phase or component, with what it was computed from',
  request: {
    params: projectParameter,
    query: z.object({
      ...momentQuery,
      ...languageQuery,
      by: z.enum(['phase', 'component']).default('phase'),
    }),
  },
  responses: {
    200: { description: 'The indicators', content: { 'application/json': { schema: indicatorsAnswer } } },
    ...errorResponses,
  },
})

export function registerGetIndicators(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const { project } = c.req.valid('param')
    const { at, asOf, by } = c.req.valid('query')
    const translate = ports.translators[c.get('language')]
    const known = await ports.assessor.known({ project, at: at ?? null, asOf: asOf ?? null })
    if (known?.declared == null) {
      throw new KanmonError('PROJECT_NOT_FOUND', `no declared project ${project} is known`)
    }
    const { declared } = known
    const cap = ports.policies.get(declared.profile)?.percentCompleteCap ?? DEFAULT_PERCENT_CAP
    const state = stateAt(project, known.log, known.at)
    const view = projectView(state, declared, ports.holidays, cap, known.log)
    const answer = {
      project,
      statusDate: view.statusDate,
      at: new Date(known.at).toISOString(),
      asOf: new Date(known.asOf).toISOString(),
      indicators: measureAll(view, by).map(({ indicator, phase, component, measurement }) => ({
        indicator,
        version: indicators[indicator].version,
        phase,
        component,
        actual: measurement.actual,
        interval: measurement.interval === undefined ? null : ([...measurement.interval] as [number, number]),
        unit: indicators[indicator].unit,
        numerator: measurement.numerator,
        denominator: measurement.denominator,
        sampleSize: measurement.sampleSize,
        dataUpTo: measurement.lastDate,
        why: measurement.why,
        message: measurement.why === null ? null : translate(`why.${measurement.why}`),
        facts: `/v1/projects/${project}/facts?${measurement.facts}`,
      })),
      completeness: sourceStatuses(declared, state, view.zone, view.statusDate),
    }
    return c.json(answer, 200)
  })
}
