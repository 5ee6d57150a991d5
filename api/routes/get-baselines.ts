import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { externalBaselines } from '../../analytics/zones/external-limits.ts'
import { HISTORY_VERSION, historyBaselines } from '../../analytics/zones/history.ts'
import { baselinesAnswer } from '../../schemas/answers-quality.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { visibleProjects } from '../auth/permit.ts'
import { resolveMoment } from '../assessor/moment.ts'
import { errorResponses } from '../errors.ts'
import { moment } from '../parameters.ts'

const route = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/baselines',
  summary:
    'Usual densities: of the organisation’s own finished projects, and published ones, named as external',
  request: { query: z.object({ asOf: moment.optional() }) },
  responses: {
    200: { description: 'The baselines', content: { 'application/json': { schema: baselinesAnswer } } },
    ...errorResponses,
  },
})

/** Zone of the date that the baselines are computed on: they span projects, which have zones of their own. */
const ZONE = 'Asia/Tokyo'

export function registerGetBaselines(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const { asOf } = c.req.valid('query')
    const instant = resolveMoment(asOf ?? null, ZONE, ports.now(), 'asOf')
    const [finished, visible] = await Promise.all([
      ports.finished.samples({ asOf }),
      visibleProjects(c, ports),
    ])
    const own = historyBaselines(
      finished.filter(({ project }) => visible === null || visible.includes(project)),
    )
    const baselines = [...own, ...externalBaselines()].map((baseline) => ({
      name: baseline.name,
      external: baseline.external,
      source: baseline.source,
      class: baseline.class,
      phase: baseline.phase,
      product: baseline.product,
      projects: baseline.projects,
      shippedFrom: baseline.shippedFrom,
      shippedUntil: baseline.shippedUntil,
      testsPerKsloc: { ...baseline.tests },
      defectsPerKsloc: { ...baseline.defects },
      usable: baseline.isUsable,
    }))
    const answer = { statusDate: civilDateOf(instant, ZONE), asOf: new Date(instant).toISOString() }
    return c.json({ ...answer, version: HISTORY_VERSION, baselines }, 200)
  })
}
