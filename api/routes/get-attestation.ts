import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { envelope, ENVELOPE_MEDIA_TYPE, keySet } from '../../schemas/attestation.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { sha256 } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs, needsNothing } from '../auth/needs.ts'
import { isPermitted } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'

const attestation = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/verdicts/{verdict}/attestation',
  summary: 'A verdict as a signed statement, for `kanmon verify`',
  description: 'A DSSE envelope with an in-toto statement; the same verdict always gives the same bytes.',
  request: { params: z.object({ verdict: sha256 }) },
  responses: {
    200: { description: 'The envelope', content: { [ENVELOPE_MEDIA_TYPE]: { schema: envelope } } },
    ...errorResponses,
  },
})

const signingKeys = createRoute({
  ...needsNothing,
  method: 'get',
  path: '/v1/signing-keys',
  summary: 'The public keys of signed verdicts (JWKS), retired ones too',
  responses: {
    200: { description: 'The keys', content: { 'application/json': { schema: keySet } } },
    ...errorResponses,
  },
})

export function registerGetAttestation(app: App, ports: ApiPorts): void {
  app.openapi(attestation, async (c) => {
    const { verdict } = c.req.valid('param')
    const attested = await ports.attestor.find(verdict)
    if (attested === null || !(await isPermitted(c, ports, 'project:read', { project: attested.project })))
      throw new KanmonError('VERDICT_NOT_FOUND', `there is no verdict ${verdict}`)
    const signed = await attested.sign()
    return c.json(signed, 200, { 'content-type': ENVELOPE_MEDIA_TYPE })
  })
  app.openapi(signingKeys, (c) => c.json({ keys: [...ports.attestor.keys] }, 200))
}
