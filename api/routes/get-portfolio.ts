import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { portfolio, type PortfolioItem } from '../../schemas/answers.ts'
import { reasonKind } from '../../schemas/indicators.ts'
import type { Language } from '../../schemas/messages/index.ts'
import { recommendation } from '../../schemas/verdict.ts'
import type { ApiPorts, App } from '../app-types.ts'
import type { Standing } from '../assessor/standing.ts'
import { needs } from '../auth/needs.ts'
import { visibleProjects } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { gateQuery, languageQuery, pageQuery } from '../parameters.ts'
import { createPortfolioLines } from '../portfolio-lines.ts'
import { recentlyUsed } from '../recently-used.ts'
import { renderPortfolioItem } from '../render/portfolio.ts'

/** Lines whose sentences are kept: the pages that are looked at, some kilobytes each. */
const LINES_KEPT = 1000

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
  const portfolioLines = createPortfolioLines()
  const rendered = recentlyUsed<Standing, Partial<Record<Language, PortfolioItem>>>(LINES_KEPT)

  /** A line with its sentences: making those is most of the work, and a standing never changes. */
  function render(standing: Standing, language: Language): PortfolioItem {
    const known = rendered.get(standing) ?? {}
    const item = known[language] ?? renderPortfolioItem(standing, language, ports.translators[language])
    rendered.set(standing, { ...known, [language]: item })
    return item
  }

  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const language = c.get('language')
    const standings = await ports.assessor.standings(await visibleProjects(c, ports), query.gate)
    const { sort, order, page, pageSize, ...filter } = query
    const lines = portfolioLines.of(standings, filter, { sort, isDescending: order === 'desc' })
    const start = (page - 1) * pageSize
    const held = lines.filter(({ recommendation }) => recommendation === 'HOLD').length
    return c.json(
      {
        items: lines.slice(start, start + pageSize).map((line) => render(line, language)),
        total: lines.length,
        page,
        pageSize,
        counts: { SHIP: lines.length - held, HOLD: held },
        facets: portfolioLines.facets(standings),
        evaluatedAt: new Date(ports.now()).toISOString(),
      },
      200,
    )
  })
}
