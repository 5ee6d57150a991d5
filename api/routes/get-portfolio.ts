import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { portfolio } from '../../schemas/answers.ts'
import { reasonKind } from '../../schemas/indicators.ts'
import { recommendation } from '../../schemas/verdict.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { visibleProjects } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { gateQuery, languageQuery, pageQuery } from '../parameters.ts'
import { portfolioFacets, portfolioLines } from '../portfolio-lines.ts'
import { renderPortfolioItem } from '../render/portfolio.ts'

const sortKey = z.enum([
  'project',
  'score',
  'recommendation',
  'plannedShipDate',
  'name',
  'division',
  'profile',
  'dataUpTo',
])

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
      profile: z.string().max(200).optional(),
      kind: reasonKind.optional().describe('only projects with a reason of this kind'),
      q: z.string().max(200).optional().describe('words that the name or the id has, all of them'),
    }),
  },
  responses: {
    200: { description: 'A page of projects', content: { 'application/json': { schema: portfolio } } },
    ...errorResponses,
  },
})

export function registerGetPortfolio(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const language = c.get('language')
    const assessed = await ports.assessor.current(await visibleProjects(c, ports), query.gate)
    const { sort, order, page, pageSize, ...filter } = query
    const lines = portfolioLines(assessed, filter, { sort, isDescending: order === 'desc' })
    const start = (page - 1) * pageSize
    const held = lines.filter(({ record }) => record.content.recommendation === 'HOLD').length
    return c.json(
      {
        items: lines
          .slice(start, start + pageSize)
          .map((line) => renderPortfolioItem(line, language, ports.translators[language])),
        total: lines.length,
        page,
        pageSize,
        counts: { SHIP: lines.length - held, HOLD: held },
        facets: portfolioFacets(assessed),
        evaluatedAt: new Date(ports.now()).toISOString(),
      },
      200,
    )
  })
}
