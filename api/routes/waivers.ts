import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { waiverAnswer, waiverList } from '../../schemas/answers-governance.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { identifier, projectId } from '../../schemas/primitives.ts'
import { waiverState } from '../../schemas/verdict.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { actorOf } from '../auth/actor.ts'
import { needs } from '../auth/needs.ts'
import { isPermitted, permit, permitSomewhere, visibleProjects } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { approveWaiver, requestWaiver, revokeWaiver } from '../waivers.ts'

const answer = { 'application/json': { schema: waiverAnswer } }
const waiverParameter = z.object({ waiver: identifier })

const request = createRoute({
  ...needs('waivers:request', 'somewhere'),
  method: 'post',
  path: '/v1/waivers',
  summary: 'Ask that one condition of one release may be missed for a time',
  request: { body: { required: true, content: { 'application/json': { schema: requestWaiver } } } },
  responses: { 201: { description: 'The waiver is requested', content: answer }, ...errorResponses },
})

const approve = createRoute({
  ...needs('waivers:approve', 'somewhere'),
  method: 'post',
  path: '/v1/waivers/{waiver}/approve',
  summary: 'Approve, or extend, a waiver that somebody else requested',
  request: {
    params: waiverParameter,
    body: { required: true, content: { 'application/json': { schema: approveWaiver } } },
  },
  responses: { 200: { description: 'The waiver is in force', content: answer }, ...errorResponses },
})

const revoke = createRoute({
  ...needs('waivers:approve', 'somewhere'),
  method: 'post',
  path: '/v1/waivers/{waiver}/revoke',
  summary: 'End a waiver for good',
  request: {
    params: waiverParameter,
    body: { required: true, content: { 'application/json': { schema: revokeWaiver } } },
  },
  responses: { 200: { description: 'The waiver is revoked', content: answer }, ...errorResponses },
})

const list = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/waivers',
  summary: 'The waivers as they stand now',
  request: { query: z.object({ project: projectId.optional(), state: waiverState.optional() }) },
  responses: {
    200: {
      description: 'The waivers of the projects that the caller may see',
      content: { 'application/json': { schema: waiverList } },
    },
    ...errorResponses,
  },
})

const noWaiver = (waiver: string) => new KanmonError('WAIVER_NOT_FOUND', `there is no waiver ${waiver}`)

export function registerWaivers(app: App, ports: ApiPorts): void {
  /** Refuses whoever may not approve waivers of the project; who may not even read it learns nothing. */
  async function permitOn(c: Parameters<typeof permit>[0], waiver: string): Promise<void> {
    permitSomewhere(c, 'waivers:approve')
    const project = (await ports.waivers.find(waiver))?.project
    if (project === undefined || !(await isPermitted(c, ports, 'project:read', { project })))
      throw noWaiver(waiver)
    await permit(c, ports, 'waivers:approve', { project })
  }

  app.openapi(request, async (c) => {
    const wanted = c.req.valid('json')
    await permit(c, ports, 'waivers:request', { project: wanted.project })
    const requestedBy = actorOf(c, wanted.requestedBy, 'requestedBy')
    return c.json(await ports.waivers.request({ ...wanted, requestedBy }), 201)
  })

  app.openapi(approve, async (c) => {
    const { waiver } = c.req.valid('param')
    const given = c.req.valid('json')
    await permitOn(c, waiver)
    const approvedBy = actorOf(c, given.approvedBy, 'approvedBy')
    return c.json(await ports.waivers.approve(waiver, { ...given, approvedBy }), 200)
  })

  app.openapi(revoke, async (c) => {
    const { waiver } = c.req.valid('param')
    const given = c.req.valid('json')
    await permitOn(c, waiver)
    const revokedBy = actorOf(c, given.revokedBy, 'revokedBy')
    return c.json(await ports.waivers.revoke(waiver, { ...given, revokedBy }), 200)
  })

  app.openapi(list, async (c) => {
    const { project, state } = c.req.valid('query')
    const visible = await visibleProjects(c, ports)
    const projects =
      project === undefined ? visible : visible === null || visible.includes(project) ? [project] : []
    const waivers = await ports.waivers.list(projects)
    return c.json({ waivers: waivers.filter((waiver) => state === undefined || waiver.state === state) }, 200)
  })
}
