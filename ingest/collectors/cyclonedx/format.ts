import { z } from 'zod'

const reference = z.string()

interface Component {
  readonly name: string
  readonly version?: string | undefined
  readonly purl?: string | undefined
  readonly 'bom-ref'?: string | undefined
  readonly components?: readonly Component[] | undefined
}

const component: z.ZodType<Component> = z.looseObject({
  name: z.string().min(1),
  version: z.string().optional(),
  purl: z.string().optional(),
  'bom-ref': reference.optional(),
  get components() {
    return z.array(component).optional()
  },
})

const named = z.looseObject({ name: z.string().optional(), version: z.string().optional() })

const rating = z.looseObject({
  source: z.looseObject({ name: z.string().optional() }).optional(),
  // The Python library of CycloneDX writes scores as text.
  score: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d+(?:\.\d+)?$/)
        .transform(Number),
    ])
    .optional(),
  severity: z.enum(['critical', 'high', 'medium', 'low', 'info', 'none', 'unknown']).optional(),
  method: z.string().optional(),
})
export type Rating = z.infer<typeof rating>

export const analysisState = z.enum([
  'resolved',
  'resolved_with_pedigree',
  'exploitable',
  'in_triage',
  'false_positive',
  'not_affected',
])

const vulnerability = z.looseObject({
  id: z.string().min(1),
  source: z.looseObject({ name: z.string().optional() }).optional(),
  ratings: z.array(rating).optional(),
  published: z.string().optional(),
  affects: z.array(z.looseObject({ ref: reference })).optional(),
  analysis: z.looseObject({ state: analysisState.optional() }).optional(),
})
export type CyclonedxVulnerability = z.infer<typeof vulnerability>

/**
 * The parts of a CycloneDX document, 1.4 to 1.7, that are read: what it is an inventory of, and what it says of
 * vulnerabilities (VDR and VEX).
 *
 * @see ECMA-424; CycloneDX/specification, schema/bom-1.7.schema.json
 */
export const cyclonedxDocument = z.looseObject({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.enum(['1.4', '1.5', '1.6', '1.7']),
  serialNumber: z.string().optional(),
  metadata: z
    .looseObject({
      timestamp: z.string().optional(),
      tools: z.union([z.array(named), z.looseObject({ components: z.array(named).optional() })]).optional(),
    })
    .optional(),
  components: z.array(component).optional(),
  vulnerabilities: z.array(vulnerability).optional(),
})
export type CyclonedxDocument = z.infer<typeof cyclonedxDocument>

/** Every component, also those inside others. */
export function allComponents(components: readonly Component[] = []): readonly Component[] {
  return components.flatMap((one) => [one, ...allComponents(one.components)])
}
