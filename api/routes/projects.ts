import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { projectList, projectSummary } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import { momentQuery, pageQuery, projectParameter } from '../parameters.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { knownProjects } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'

const list = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/projects',
  summary: 'Every project there are facts about, declared or not',
  request: { query: z.object(pageQuery) },
  responses: {
    200: {
      description: 'A page of projects in the order of their ids',
      content: { 'application/json': { schema: projectList } },
    },
    ...errorResponses,
  },
})

const projectAnswer = projectSummary.extend({
  declaration: z.unknown(),
  factCounts: z.record(z.string(), z.int()),
})

const show = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}',
  summary: 'One project as declared',
  request: { params: projectParameter, query: z.object(momentQuery) },
  responses: {
    200: { description: 'The project', content: { 'application/json': { schema: projectAnswer } } },
    ...errorResponses,
  },
})

function summary(
  project: string,
  declared: ProjectDeclared | null,
  received: number | undefined,
): z.infer<typeof projectSummary> {
  return {
    project,
    declared: declared !== null,
    name: declared?.name ?? null,
    organization: declared?.organization ?? null,
    division: declared?.division ?? null,
    class: declared?.class ?? null,
    profile: declared?.profile ?? null,
    status: declared === null ? null : (declared.status ?? 'active'),
    timeZone: declared?.timeZone ?? null,
    plannedShipDate: declared?.release.plannedShipDate ?? null,
    lastReceivedAt: received === undefined ? null : new Date(received).toISOString(),
  }
}

export function registerProjects(app: App, ports: ApiPorts): void {
  app.openapi(list, async (c) => {
    const { page, pageSize } = c.req.valid('query')
    const { ids, watermarks } = await knownProjects(c, ports)
    const start = (page - 1) * pageSize
    const wanted = ids.slice(start, start + pageSize)
    const standings = await ports.assessor.standings(wanted, 'release')
    const declared = new Map(standings.map((standing) => [standing.project, standing.declared]))
    const items = wanted.map((id) => summary(id, declared.get(id) ?? null, watermarks.get(id)))
    return c.json({ items, total: ids.length, page, pageSize }, 200)
  })

  app.openapi(show, async (c) => {
    const { project } = c.req.valid('param')
    const { at, asOf } = c.req.valid('query')
    const known = await ports.assessor.known({ project, at: at ?? null, asOf: asOf ?? null })
    if (known === null)
      throw new KanmonError('PROJECT_NOT_FOUND', `no facts are known about project ${project}`)
    const counts: Record<string, number> = {}
    for (const fact of known.log) counts[fact.kind] = (counts[fact.kind] ?? 0) + 1
    const received = known.log.reduce((newest, fact) => Math.max(newest, fact.receivedAt), 0)
    const answer = {
      ...summary(project, known.declared, known.log.length === 0 ? undefined : received),
      declaration: known.declared,
      factCounts: counts,
    }
    return c.json(answer, 200)
  })
}
