import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { holdAnswer } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { identifier } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { errorResponses } from '../errors.ts'
import { type HoldState, liftHold, placeHold } from '../holds.ts'

const answer = { 'application/json': { schema: holdAnswer } }
const holdParameter = z.object({ hold: identifier })

const place = createRoute({
  method: 'post',
  path: '/v1/holds',
  summary: 'Hold a project, a division or everything, whatever the score',
  request: { body: { required: true, content: { 'application/json': { schema: placeHold } } } },
  responses: { 201: { description: 'The hold is in force', content: answer }, ...errorResponses },
})

const lift = createRoute({
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
  method: 'get',
  path: '/v1/holds/{hold}',
  summary: 'One hold',
  request: { params: holdParameter },
  responses: { 200: { description: 'The hold', content: answer }, ...errorResponses },
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

export function registerHolds(app: App, ports: ApiPorts): void {
  app.openapi(place, async (c) => c.json(render(await ports.holds.place(c.req.valid('json'))), 201))
  app.openapi(lift, async (c) =>
    c.json(render(await ports.holds.lift(c.req.valid('param').hold, c.req.valid('json'))), 200),
  )
  app.openapi(show, async (c) => {
    const { hold } = c.req.valid('param')
    const found = await ports.holds.find(hold)
    if (found === null) throw new KanmonError('HOLD_NOT_FOUND', `there is no hold ${hold}`)
    return c.json(render(found), 200)
  })
}
