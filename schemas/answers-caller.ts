import { z } from 'zod'
import { permission } from './access.ts'

/** Who asks, and what he may do. It tells what to offer; each request is judged for itself all the same. */
export const callerAnswer = z.strictObject({
  kind: z
    .enum(['unchecked', 'principal'])
    .describe('unchecked: access control is off, and everybody may do everything'),
  id: z
    .string()
    .nullable()
    .describe('what the caller is told apart by in the audit trail; null when unchecked'),
  name: z.string().nullable().describe('the name under which acts are recorded; null when unchecked'),
  permissions: z
    .array(permission)
    .describe('those on the project that was asked about, else those held anywhere'),
})
export type CallerAnswer = z.infer<typeof callerAnswer>
