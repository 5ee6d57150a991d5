import { z } from 'zod'
import { envelope, TYPE_PREFIX } from './envelope.ts'
import { type FactKind, kinds } from './facts/index.ts'

/**
 * JSON Schema 2020-12 of one kind of fact with its envelope, generated from the zod schema that checks it.
 * Cross-field rules (sums, orders of dates) cannot be said in JSON Schema; the intake checks them too.
 */
export function jsonSchemaOf(kind: FactKind): Record<string, unknown> {
  const type = `${TYPE_PREFIX}${kind}.v${kinds[kind].version}`
  const event = envelope.extend({ type: z.literal(type), data: kinds[kind].data })
  return {
    ...z.toJSONSchema(event, { io: 'input' }),
    $id: `urn:kanmon:schema:${kind}:v${kinds[kind].version}`,
    title: type,
  }
}
