import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { quarantineDetail, quarantinePage, quarantineState, replayAnswer } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { refusalCode } from '../../schemas/refusals.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { errorResponses } from '../errors.ts'
import { cursorQuery } from '../parameters.ts'

const filter = { project: z.string().max(300).optional(), code: refusalCode.optional() }
const entryName = z.string().min(1).max(100)

const list = createRoute({
  method: 'get',
  path: '/v1/quarantine',
  summary: 'What was refused, as it was sent, and why; newest first',
  request: { query: z.object({ ...cursorQuery, ...filter, state: quarantineState.optional() }) },
  responses: {
    200: {
      description: 'A page of refused events',
      content: { 'application/json': { schema: quarantinePage } },
    },
    ...errorResponses,
  },
})

const show = createRoute({
  method: 'get',
  path: '/v1/quarantine/{entry}',
  summary: 'One refused event, with every reason it was given',
  request: { params: z.object({ entry: entryName }) },
  responses: {
    200: { description: 'The event', content: { 'application/json': { schema: quarantineDetail } } },
    ...errorResponses,
  },
})

const replayRequest = z.strictObject({
  entries: z.array(entryName).min(1).max(1000).optional(),
  ...filter,
  dryRun: z.boolean().default(false),
  limit: z.int().min(1).max(1000).default(200),
  cursor: z.string().max(2000).optional(),
})

const replay = createRoute({
  method: 'post',
  path: '/v1/quarantine/replay',
  summary: 'Read refused events again, after a correction of kanmon',
  description:
    'Events that are valid now become facts under their own ids; the others stay, with the newest reason. Without `entries`: every open one of the project and with the code, oldest first, a page at a time; send `next` back as `cursor`. Holds and waivers are never replayed.',
  request: { body: { required: true, content: { 'application/json': { schema: replayRequest } } } },
  responses: {
    200: {
      description: 'What became of each',
      content: { 'application/json': { schema: replayAnswer } },
    },
    ...errorResponses,
  },
})

export function registerQuarantine(app: App, ports: ApiPorts): void {
  app.openapi(list, async (c) => c.json(await ports.quarantine.list(c.req.valid('query')), 200))

  app.openapi(show, async (c) => {
    const { entry } = c.req.valid('param')
    const found = await ports.quarantine.find(entry)
    if (found === null)
      throw new KanmonError('QUARANTINE_ENTRY_NOT_FOUND', `there is no entry ${entry} in the quarantine`)
    return c.json(found, 200)
  })

  app.openapi(replay, async (c) => {
    const request = c.req.valid('json')
    if (request.entries !== undefined && (request.project ?? request.code ?? request.cursor) !== undefined) {
      throw new KanmonError('INVALID_REQUEST', 'entries: name entries, or give project and code, not both', {
        field: 'entries',
      })
    }
    return c.json(await ports.quarantine.replay(request), 200)
  })
}
