import { z } from 'zod'

const level = z.enum(['none', 'note', 'warning', 'error'])
export type Level = z.infer<typeof level>

const notification = z.looseObject({
  level: level.optional(),
  message: z.looseObject({ text: z.string().optional() }).optional(),
})
export type Notification = z.infer<typeof notification>

const time = z.string().optional()
const invocation = z.looseObject({
  executionSuccessful: z.boolean(),
  startTimeUtc: time,
  endTimeUtc: time,
  exitCode: z.number().optional(),
  toolExecutionNotifications: z.array(notification).optional(),
  toolConfigurationNotifications: z.array(notification).optional(),
})

const rule = z.looseObject({
  id: z.string(),
  defaultConfiguration: z.looseObject({ level: level.optional() }).optional(),
  properties: z.looseObject({ 'security-severity': z.union([z.string(), z.number()]).optional() }).optional(),
})
export type Rule = z.infer<typeof rule>

const component = z.looseObject({
  name: z.string().min(1),
  version: z.string().optional(),
  semanticVersion: z.string().optional(),
  rules: z.array(rule).optional(),
})

const fingerprints = z.record(z.string(), z.string()).optional()
const snippet = z.looseObject({ text: z.string().optional() }).optional()
const location = z.looseObject({
  physicalLocation: z
    .looseObject({
      artifactLocation: z.looseObject({ uri: z.string().optional(), index: z.int().optional() }).optional(),
      region: z.looseObject({ startLine: z.int().optional(), snippet }).optional(),
    })
    .optional(),
  logicalLocations: z.array(z.looseObject({ fullyQualifiedName: z.string().optional() })).optional(),
})

const result = z.looseObject({
  ruleId: z.string().optional(),
  ruleIndex: z.int().min(-1).optional(),
  rule: z
    .looseObject({
      id: z.string().optional(),
      index: z.int().min(-1).optional(),
      toolComponent: z.looseObject({ index: z.int().min(-1).optional() }).optional(),
    })
    .optional(),
  kind: z.enum(['pass', 'open', 'informational', 'notApplicable', 'review', 'fail']).optional(),
  level: level.optional(),
  message: z.looseObject({ text: z.string().optional(), id: z.string().optional() }),
  locations: z.array(location).optional(),
  fingerprints,
  partialFingerprints: fingerprints,
  baselineState: z.enum(['new', 'unchanged', 'updated', 'absent']).optional(),
  suppressions: z
    .array(z.looseObject({ status: z.enum(['accepted', 'underReview', 'rejected']).optional() }))
    .nullish(),
  provenance: z.looseObject({ firstDetectionTimeUtc: time }).optional(),
  properties: z.looseObject({ 'security-severity': z.union([z.string(), z.number()]).optional() }).optional(),
})
export type Result = z.infer<typeof result>

const run = z.looseObject({
  tool: z.looseObject({ driver: component, extensions: z.array(component).optional() }),
  invocations: z.array(invocation).optional(),
  artifacts: z
    .array(z.looseObject({ location: z.looseObject({ uri: z.string().optional() }).optional() }))
    .optional(),
  results: z.array(result).nullish(),
  externalPropertyFileReferences: z.looseObject({ results: z.unknown().optional() }).optional(),
})
export type Run = z.infer<typeof run>

/**
 * The parts of SARIF 2.1.0 that are read. What else a log holds is passed over.
 *
 * @see OASIS Standard, Static Analysis Results Interchange Format (SARIF) Version 2.1.0
 */
export const sarifLog = z.looseObject({ version: z.literal('2.1.0'), runs: z.array(run).nullable() })
