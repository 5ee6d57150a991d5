import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { quarantineDetail, quarantinePage, quarantineState, replayAnswer } from '../../schemas/answers.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { refusalCode } from '../../schemas/refusals.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { admissionOf } from '../auth/admission.ts'
import { needs } from '../auth/needs.ts'
import { permit, subjectTarget, visibleSubjects } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { cursorQuery } from '../parameters.ts'

const filter = { project: z.string().max(300).optional(), code: refusalCode.optional() }
const entryName = z.string().min(1).max(100)

const list = createRoute({
  ...needs('quarantine:read', 'somewhere'),
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
  ...needs('quarantine:read', 'somewhere'),
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
  ...needs(['facts:write', 'evidence:write'], 'somewhere'),
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
  app.openapi(list, async (c) => {
    const query = c.req.valid('query')
    if (query.project !== undefined) await permit(c, ports, 'quarantine:read', subjectTarget(query.project))
    return c.json(await ports.quarantine.list({ ...query, visible: await visibleSubjects(c, ports) }), 200)
  })

  app.openapi(show, async (c) => {
    const { entry } = c.req.valid('param')
    const [found, visible] = await Promise.all([ports.quarantine.find(entry), visibleSubjects(c, ports)])
    if (found === null || (visible !== null && !visible.includes(found.project ?? '')))
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
    if (request.project !== undefined)
      await permit(c, ports, 'quarantine:read', subjectTarget(request.project))
    const [admit, visible] = await Promise.all([
      admissionOf(c.get('caller'), ports.access.divisions),
      visibleSubjects(c, ports),
    ])
    return c.json(await ports.quarantine.replay({ ...request, admit, visible }), 200)
  })
}
