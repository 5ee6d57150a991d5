import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { type Zone, zones } from '../../analytics/zones/analysis.ts'
import type { Measurement } from '../../analytics/indicators/measurement.ts'
import { zonesAnswer } from '../../schemas/answers-quality.ts'
import { referenceSet } from '../../schemas/policy.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, momentQuery, projectParameter } from '../parameters.ts'
import type { Translate } from '../render/translate.ts'
import { checkPhase, limitsAskedFor, limitSourceOf, qualityView } from './quality-view.ts'

/** The publication that stands in where there is no history of one's own; every zone says that it is external. */
const FALLBACK = 'ipa-2018-2019'

const route = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/zones',
  summary: 'Zone analysis: test density against defect density, by phase and component',
  description:
    'Limits are P25 and P75 of the organisation’s own finished projects (`own`, at least five of them) or of a named ' +
    'publication, shown as external; without `baseline` the own ones where there are any. A zone is a question, not a verdict.',
  request: {
    params: projectParameter,
    query: z.object({
      ...momentQuery,
      ...languageQuery,
      baseline: z.union([z.literal('own'), referenceSet]).optional(),
      phase: z.string().max(200).optional(),
    }),
  },
  responses: {
    200: { description: 'The zones', content: { 'application/json': { schema: zonesAnswer } } },
    ...errorResponses,
  },
})

const side = ({ actual, interval }: Measurement, zone: Zone, of: 'test' | 'defect') => ({
  value: actual,
  interval: interval === undefined ? null : ([...interval] as [number, number]),
  limits: zone.limits && { ...zone.limits[of === 'test' ? 'tests' : 'defects'] },
  level: zone.levels?.[of] ?? null,
})

function answerTo({ answer, isAnswered }: Zone) {
  if (answer === null) return null
  const { conclusion, analyst, analysedAt, evidence = null } = answer.data
  return { conclusion, analyst, analysedAt, evidence, isCurrent: isAnswered }
}

const render = (zone: Zone, translate: Translate) => ({
  phase: zone.phase,
  component: zone.component,
  test: side(zone.test, zone, 'test'),
  defect: side(zone.defect, zone, 'defect'),
  reading: zone.reading,
  lowConfidence: zone.lowConfidence,
  asksForAnalysis: zone.asksForAnalysis,
  answer: answerTo(zone),
  limits: limitSourceOf(zone.limits),
  why: zone.why,
  message:
    zone.reading === null ? zone.why && translate(`why.${zone.why}`) : translate(`zone.${zone.reading}`),
})

export function registerGetZones(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const { project } = c.req.valid('param')
    const translate = ports.translators[c.get('language')]
    const { view, head } = await qualityView(ports, project, query)
    checkPhase(view, query.phase)
    const { at, asOf, baseline } = query
    const fallback = baseline === undefined ? FALLBACK : null
    const limitsOf = await limitsAskedFor(ports, view, { at, asOf, baseline }, fallback)
    const found = zones(view, query.phase === undefined ? null : [query.phase], limitsOf)
    return c.json({ ...head, zones: found.map((zone) => render(zone, translate)) }, 200)
  })
}
