import { setImmediate } from 'node:timers/promises'
import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { committeeReport, monthName } from '../../schemas/answers-committee.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { knownProjects, seesHold } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { createTurns } from '../in-turn.ts'
import { languageQuery } from '../parameters.ts'
import { renderCommitteeReport } from '../render/committee-report.ts'
import { createPacks } from '../reports/committee/pack.ts'

const route = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/reports/committee',
  summary: 'What the risk and compliance committee reads of one month',
  description:
    'The portfolio by division, holds, waivers, flips of the recommendation and their causes, early warnings that came ' +
    'true, policy changes with their backtest, and third-party verification, of the projects that the caller may see. ' +
    'From what was known at the end of the month in Asia/Tokyo: the pack of a month that is over stays as it is.',
  request: { query: z.object({ ...languageQuery, month: monthName }) },
  responses: {
    200: { description: 'The pack', content: { 'application/json': { schema: committeeReport } } },
    ...errorResponses,
  },
})

export function registerGetCommitteeReport(app: App, ports: ApiPorts): void {
  // One after the other: whoever asks for the same month meanwhile finds most of it done.
  const inTurn = createTurns()
  const packOf = createPacks({ ...ports, yieldNow: () => setImmediate() })
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const { ids } = await knownProjects(c, ports)
    const pack = await inTurn(() => packOf(query.month, ids))
    const seen = await Promise.all(pack.holds.map(({ placed }) => seesHold(c, ports, placed.data.scope)))
    const visible = { ...pack, holds: pack.holds.filter((_, i) => seen[i]) }
    const language = c.get('language')
    return c.json(
      renderCommitteeReport(visible, ports.policies.history(), language, ports.translators[language]),
      200,
    )
  })
}
