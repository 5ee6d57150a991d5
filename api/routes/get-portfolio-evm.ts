import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { portfolioGroups, type PortfolioGroup, type PortfolioProject } from '../../analytics/evm/portfolio.ts'
import { earnedValueStatus } from '../../analytics/evm/project-status.ts'
import { portfolioEarnedValueAnswer } from '../../schemas/answers-earned-value.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { knownProjects } from '../auth/permit.ts'
import { resolveMoment } from '../assessor/moment.ts'
import { errorResponses } from '../errors.ts'
import { momentQuery } from '../parameters.ts'
import { indexReasons } from '../render/earned-value.ts'
import { knownUntil, measurableOf } from './measurable.ts'

const route = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/portfolio/evm',
  summary: 'Earned value by division or of the whole portfolio, per unit of cost',
  description:
    'Ratios of sums over the declared projects, units of cost apart. Projects without a baseline are counted and ' +
    'listed; cancelled projects are listed too, and their work is in no sum.',
  request: { query: z.object({ ...momentQuery, by: z.enum(['division', 'unit']).default('division') }) },
  responses: {
    200: {
      description: 'The groups, in the order of unit and division',
      content: { 'application/json': { schema: portfolioEarnedValueAnswer } },
    },
    ...errorResponses,
  },
})

type Query = z.infer<typeof route.request.query>
type Answer = z.infer<typeof portfolioEarnedValueAnswer>

/** Zone of the moments that the answer names; each project is measured on the date of its own zone. */
const ZONE = 'Asia/Tokyo'

/** How many projects' facts are read at once. */
const PROJECTS_AT_ONCE = 8

function renderGroup(group: PortfolioGroup): Answer['groups'][number] {
  const { division, costUnit, projects, notMeasured, quantities, indices, estimates } = group
  const planned = quantities === null ? { pv: 'NO_BASELINE', ev: 'NO_BASELINE', bac: 'NO_BASELINE' } : {}
  const cost = quantities?.actualCost == null ? { ac: quantities === null ? 'NO_BASELINE' : 'UNIT_MIX' } : {}
  return {
    division,
    costUnit,
    projects,
    measured: projects - notMeasured.length,
    notMeasured: [...notMeasured],
    pv: quantities?.plannedValue ?? null,
    ev: quantities?.earnedValue ?? null,
    ac: quantities?.actualCost ?? null,
    bac: quantities?.budgetAtCompletion ?? null,
    sv: indices.scheduleVariance,
    cv: indices.costVariance,
    spi: indices.schedulePerformanceIndex,
    cpi: indices.costPerformanceIndex,
    sci: indices.scheduleCostIndex,
    percentComplete: indices.percentComplete,
    eacRange: [estimates.plannedRate, estimates.costIndex, estimates.scheduleCostIndex],
    stalled: group.stalled,
    costRefused: [...group.costRefused],
    notMeasurable: { ...planned, ...cost, ...indexReasons(indices.notMeasurable, estimates.notMeasurable) },
  }
}

/** Projects with their earned value; `null` for one that was not declared by then. */
async function statuses(ports: ApiPorts, projects: readonly string[], query: Query) {
  const found: { project: string; measured: PortfolioProject | null }[] = []
  for (let start = 0; start < projects.length; start += PROJECTS_AT_ONCE) {
    const read = projects.slice(start, start + PROJECTS_AT_ONCE).map(async (project) => {
      const known = await knownUntil(ports, project, query)
      if (known === null || known.log.length === 0) return []
      const measurable = measurableOf(ports, known)
      if (measurable === null) return [{ project, measured: null }]
      const { division, status: declared } = measurable.declared
      const isCancelled = declared === 'cancelled'
      const status = earnedValueStatus(measurable.input)
      return [{ project, measured: { project, division, isCancelled, status } }]
    })
    found.push(...(await Promise.all(read)).flat())
  }
  return found
}

export function registerGetPortfolioEvm(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const now = ports.now()
    const found = await statuses(ports, (await knownProjects(c, ports)).ids, query)
    const measured = found.flatMap((one) => one.measured ?? [])
    const iso = (moment: Query['at'], field: 'at' | 'asOf') =>
      new Date(resolveMoment(moment ?? null, ZONE, now, field)).toISOString()
    return c.json(
      {
        by: query.by,
        at: iso(query.at ?? query.asOf, 'at'),
        asOf: iso(query.asOf, 'asOf'),
        groups: portfolioGroups(measured, query.by).map(renderGroup),
        undeclared: found.filter((one) => one.measured === null).map((one) => one.project),
      },
      200,
    )
  })
}
