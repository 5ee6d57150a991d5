import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { type Zone, zones } from '../../analytics/zones/analysis.ts'
import { externalLimits } from '../../analytics/zones/external-limits.ts'
import { historyBaselines, ownLimits } from '../../analytics/zones/history.ts'
import type { ZoneLimits } from '../../analytics/zones/limits.ts'
import type { Measurement } from '../../analytics/indicators/measurement.ts'
import { zonesAnswer } from '../../schemas/answers-quality.ts'
import { referenceSet } from '../../schemas/policy.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, momentQuery, projectParameter } from '../parameters.ts'
import type { Translate } from '../render/translate.ts'
import { finishedViews, qualityView } from './quality-view.ts'

/** The publication that stands in where there is no history of one's own; every zone says that it is external. */
const FALLBACK = 'ipa-2018-2019'

const route = createRoute({
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

function limitSourceOf(limits: ZoneLimits | null) {
  if (limits === null) return null
  const { name, external, source, projects } = limits
  return { name, external, source, projects }
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
    const { declared } = view
    const isOwn = query.baseline === undefined || query.baseline === 'own'
    const history = isOwn ? historyBaselines(await finishedViews(ports, query, project)) : []
    const named = query.baseline === 'own' ? null : (query.baseline ?? FALLBACK)
    const found = zones(view, query.phase === undefined ? null : [query.phase], ({ kind }) => {
      const own = ownLimits(history, declared, kind)
      return own ?? (named && externalLimits(named, declared.class, kind))
    })
    return c.json({ ...head, zones: found.map((zone) => render(zone, translate)) }, 200)
  })
}
