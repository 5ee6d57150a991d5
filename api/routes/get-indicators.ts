import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { daysBetween } from '../../analytics/facts/effective-date.ts'
import { measureAll, type MeasuredIndicator } from '../../analytics/indicators/measure-all.ts'
import { sourceStatuses } from '../../analytics/verdict/completeness.ts'
import { indicatorsAnswer } from '../../schemas/answers.ts'
import { indicators } from '../../schemas/indicators.ts'
import { referenceSet } from '../../schemas/policy.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, momentQuery, projectParameter } from '../parameters.ts'
import type { Translate } from '../render/translate.ts'
import { limitsAskedFor, limitSourceOf, qualityView } from './quality-view.ts'

const route = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/indicators',
  summary:
    'Every indicator, of the project and of each phase, component or cause, with what it was computed from',
  description:
    'Expected defects and zones are held against usual densities. With `baseline=own` these are the quartiles of the ' +
    'organisation’s finished projects, with the name of a publication its values; without it they have no value.',
  request: {
    params: projectParameter,
    query: z.object({
      ...momentQuery,
      ...languageQuery,
      by: z.enum(['phase', 'component', 'cause']).default('phase'),
      baseline: z.union([z.literal('own'), referenceSet]).optional(),
    }),
  },
  responses: {
    200: { description: 'The indicators', content: { 'application/json': { schema: indicatorsAnswer } } },
    ...errorResponses,
  },
})

interface Context {
  readonly project: string
  readonly statusDate: string
  readonly translate: Translate
}

function render(measured: MeasuredIndicator, { project, statusDate, translate }: Context) {
  const { indicator, phase, component, cause, measurement } = measured
  const { version, unit, counts, sources } = indicators[indicator]
  const { interval, lastDate, why } = measurement
  const link = `/v1/projects/${project}/facts?`
  return {
    indicator,
    version,
    phase,
    component,
    cause,
    actual: measurement.actual,
    interval: interval === undefined ? null : ([...interval] as [number, number]),
    unit,
    counts,
    numerator: measurement.numerator,
    denominator: measurement.denominator,
    sampleSize: measurement.sampleSize,
    dataUpTo: lastDate,
    dataAgeDays: lastDate === null ? null : Math.max(0, daysBetween(lastDate, statusDate)),
    why,
    message: why === null ? null : translate(`why.${why}`),
    facts: `${link}${measurement.facts}`,
    sources: sources.map((kind) => `${link}kind=${kind}`),
  }
}

export function registerGetIndicators(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const { project } = c.req.valid('param')
    const { at, asOf, by, baseline } = c.req.valid('query')
    const translate = ports.translators[c.get('language')]
    const { view, head } = await qualityView(ports, project, { at, asOf })
    const { declared, state, zone, statusDate } = view
    const limitsOf =
      baseline === undefined ? undefined : await limitsAskedFor(ports, view, { at, asOf, baseline }, null)
    const limits = new Map(
      declared.phases.flatMap((phase) => {
        const source = limitSourceOf(limitsOf?.(phase) ?? null)
        return source === null ? [] : [[source.name, source] as const]
      }),
    )
    const answer = {
      ...head,
      limits: [...limits.values()],
      indicators: measureAll(view, by, limitsOf).map((measured) =>
        render(measured, { project, statusDate, translate }),
      ),
      completeness: sourceStatuses(declared, state, zone, statusDate),
    }
    return c.json(answer, 200)
  })
}
