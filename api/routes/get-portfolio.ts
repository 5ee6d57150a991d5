import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { compareText } from '../../analytics/facts/state.ts'
import { portfolio, type PortfolioItem } from '../../schemas/answers.ts'
import { recommendation } from '../../schemas/verdict.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { visibleProjects } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { gateQuery, languageQuery, pageQuery } from '../parameters.ts'
import { renderPortfolioItem } from '../render/portfolio.ts'

const sortKey = z.enum(['project', 'score', 'recommendation', 'plannedShipDate', 'name', 'division'])

const route = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/portfolio',
  summary: "Every project's recommendation and score",
  request: {
    query: z.object({
      ...gateQuery,
      ...languageQuery,
      ...pageQuery,
      sort: sortKey.default('project'),
      order: z.enum(['asc', 'desc']).default('asc'),
      recommendation: recommendation.optional(),
      division: z.string().max(200).optional(),
    }),
  },
  responses: {
    200: { description: 'A page of projects', content: { 'application/json': { schema: portfolio } } },
    ...errorResponses,
  },
})

function compareBy(key: z.infer<typeof sortKey>, descending: boolean) {
  const sign = descending ? -1 : 1
  return (a: PortfolioItem, b: PortfolioItem): number => {
    const [left, right] = [a[key], b[key]]
    // What has no value comes last, whatever the order.
    if (left === null || right === null)
      return Number(left === null) - Number(right === null) || compareText(a.project, b.project)
    const compared =
      typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compareText(String(left), String(right))
    return sign * compared || compareText(a.project, b.project)
  }
}

export function registerGetPortfolio(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const language = c.get('language')
    const assessed = await ports.assessor.current(await visibleProjects(c, ports), query.gate)
    const items = assessed
      .map((project) => renderPortfolioItem(project, language, ports.translators[language]))
      .filter((item) => query.recommendation === undefined || item.recommendation === query.recommendation)
      .filter((item) => query.division === undefined || item.division === query.division)
      .sort(compareBy(query.sort, query.order === 'desc'))
    const start = (query.page - 1) * query.pageSize
    const held = items.filter((item) => item.recommendation === 'HOLD').length
    return c.json(
      {
        items: items.slice(start, start + query.pageSize),
        total: items.length,
        page: query.page,
        pageSize: query.pageSize,
        counts: { SHIP: items.length - held, HOLD: held },
        evaluatedAt: new Date(ports.now()).toISOString(),
      },
      200,
    )
  })
}
