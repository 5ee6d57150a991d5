import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { policyReceipt } from '../../schemas/answers-policy.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { line } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { actorOf } from '../auth/actor.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery } from '../parameters.ts'
import { policyRefused } from '../policies/admit.ts'
import { readPolicyText } from '../policies/read-body.ts'
import { renderReceipt } from '../render/policies.ts'
import { policyNow } from './policies.ts'

const text = { schema: z.string().describe('a policy in YAML, at most 256 KiB of UTF-8') }

const query = z.object({
  ...languageQuery,
  uploadedBy: line().optional().describe('required while access control is off'),
  file: line().default('policy.yaml').describe('the name by which refusals call the text'),
})

const post = createRoute({
  ...needs('policy:write', 'everywhere'),
  method: 'post',
  path: '/v1/policies',
  summary: 'Record a version of a policy',
  description:
    'The version must be higher than every one before, and must not take effect before today in Asia/Tokyo. A text that is refused changes nothing: what is in force stays in force. `problems` names every mistake with its line and column.',
  request: {
    query,
    body: { required: true, content: { 'application/yaml': text, 'text/yaml': text, 'text/plain': text } },
  },
  responses: {
    201: { description: 'It is recorded', content: { 'application/json': { schema: policyReceipt } } },
    200: {
      description: 'It was recorded before, word for word',
      content: { 'application/json': { schema: policyReceipt } },
    },
    ...errorResponses,
  },
})

const TYPES = /^(?:application\/(?:x-)?yaml|text\/(?:x-)?yaml|text\/plain)(?:;|$)/i

export function registerPostPolicy(app: App, ports: ApiPorts): void {
  // The body is read piece by piece, so that one without an end is not read whole.
  app.openapi(post, async (c) => {
    const { uploadedBy: claimed, file } = c.req.valid('query')
    const uploadedBy = actorOf(c, claimed, 'uploadedBy')
    const type = c.req.header('content-type') ?? ''
    if (!TYPES.test(type))
      throw new KanmonError('UNSUPPORTED_MEDIA_TYPE', 'a policy is sent as application/yaml')
    const admission = await ports.policies.upload(await readPolicyText(c.req.raw.body), { file, uploadedBy })
    const translate = ports.translators[c.get('language')]
    if (admission.outcome === 'refused') throw policyRefused(admission.problems, translate)
    const isNew = admission.outcome === 'new'
    const warnings = admission.outcome === 'new' ? admission.warnings : []
    const { version } = admission
    const now = policyNow(ports)
    const receipt = renderReceipt(ports.policies.history(), version, now, { isNew, warnings }, translate)
    const log = { policy: receipt.id, version: receipt.version, textDigest: receipt.textDigest, uploadedBy }
    c.set('subject', `policy:${receipt.id}@${receipt.version}`)
    if (isNew) ports.logger.info({ event: 'policy.recorded', ...log })
    return c.json(receipt, isNew ? 201 : 200)
  })
}
