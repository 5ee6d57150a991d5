import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { holdsOf } from '../../schemas/access.ts'
import { holdAnswer, holdList } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { identifier } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { actorOf } from '../auth/actor.ts'
import { needs } from '../auth/needs.ts'
import { permit, permitSomewhere, seesHold, targetOf } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { type HoldState, liftHold, placeHold } from '../holds.ts'

const answer = { 'application/json': { schema: holdAnswer } }
const holdParameter = z.object({ hold: identifier })

const place = createRoute({
  ...needs(['holds:CQO', 'holds:CISO', 'holds:QA'], 'somewhere'),
  method: 'post',
  path: '/v1/holds',
  summary: 'Hold a project, a division or everything, whatever the score',
  request: { body: { required: true, content: { 'application/json': { schema: placeHold } } } },
  responses: { 201: { description: 'The hold is in force', content: answer }, ...errorResponses },
})

const lift = createRoute({
  ...needs(['holds:CQO', 'holds:CISO', 'holds:QA'], 'somewhere'),
  method: 'post',
  path: '/v1/holds/{hold}/lift',
  summary: 'Lift a hold of one’s own office',
  request: {
    params: holdParameter,
    body: { required: true, content: { 'application/json': { schema: liftHold } } },
  },
  responses: { 200: { description: 'The hold is lifted', content: answer }, ...errorResponses },
})

const show = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/holds/{hold}',
  summary: 'One hold',
  request: { params: holdParameter },
  responses: { 200: { description: 'The hold', content: answer }, ...errorResponses },
})

const list = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/holds',
  summary: 'The holds, the newest first',
  request: {
    query: z.object({
      inForce: z.enum(['true', 'false']).optional().describe('only those in force, or only those lifted'),
    }),
  },
  responses: {
    200: {
      description: 'The holds that the caller may see',
      content: { 'application/json': { schema: holdList } },
    },
    ...errorResponses,
  },
})

function render({ placed, liftedAt }: HoldState): z.infer<typeof holdAnswer> {
  const { hold, office, scope, reason, placedBy } = placed.data
  return {
    hold,
    office,
    scope,
    reason,
    placedBy,
    placedAt: new Date(placed.occurredAt).toISOString(),
    liftedAt: liftedAt === null ? null : new Date(liftedAt).toISOString(),
  }
}

const noHold = (hold: string) => new KanmonError('HOLD_NOT_FOUND', `there is no hold ${hold}`)

export function registerHolds(app: App, ports: ApiPorts): void {
  app.openapi(place, async (c) => {
    const request = c.req.valid('json')
    await permit(c, ports, holdsOf(request.office), targetOf(request.scope))
    const placedBy = actorOf(c, request.placedBy, 'placedBy')
    return c.json(render(await ports.holds.place({ ...request, placedBy })), 201)
  })
  app.openapi(lift, async (c) => {
    const { hold } = c.req.valid('param')
    const request = c.req.valid('json')
    permitSomewhere(c, holdsOf(request.office))
    const own = await ports.holds.find(hold, request.office)
    const scope = (own ?? (await ports.holds.find(hold)))?.placed.data.scope
    if (scope !== undefined && !(await seesHold(c, ports, scope))) throw noHold(hold)
    if (own !== null) await permit(c, ports, holdsOf(request.office), targetOf(own.placed.data.scope))
    const liftedBy = actorOf(c, request.liftedBy, 'liftedBy')
    return c.json(render(await ports.holds.lift(hold, { ...request, liftedBy })), 200)
  })
  app.openapi(list, async (c) => {
    const { inForce } = c.req.valid('query')
    const all = await ports.holds.list()
    const wanted = all.filter(
      ({ liftedAt }) => inForce === undefined || (liftedAt === null) === (inForce === 'true'),
    )
    const seen = await Promise.all(wanted.map(({ placed }) => seesHold(c, ports, placed.data.scope)))
    return c.json({ holds: wanted.filter((_, i) => seen[i]).map(render) }, 200)
  })
  app.openapi(show, async (c) => {
    const { hold } = c.req.valid('param')
    const found = await ports.holds.find(hold)
    if (found === null || !(await seesHold(c, ports, found.placed.data.scope))) throw noHold(hold)
    return c.json(render(found), 200)
  })
}
