import { z } from 'zod'
import { en } from './messages/policy.ts'

type Codes<Key> = Key extends `policyProblem.${infer Code}` ? Code : never

/** What can be wrong with a policy: the closed list; the catalogue of messages has a text for each. */
export type PolicyProblemCode = Codes<keyof typeof en>

const PREFIX = 'policyProblem.'
const codes = Object.keys(en).flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []))
export const policyProblemCode = z.enum(codes as [PolicyProblemCode, ...PolicyProblemCode[]])

/** The English text of a problem that needs no values. */
export const problemText = (code: PolicyProblemCode): string => en[`${PREFIX}${code}`]

/** One thing that is wrong with a policy, with its place. A warning refuses nothing. */
export const policyProblem = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: policyProblemCode,
  file: z.string(),
  line: z.int().nullable().describe('counted from 1; null when it is about no place'),
  column: z.int().nullable(),
  path: z.string().describe('the field, as in gates.release.conditions.3.unit'),
  message: z.string(),
})
export type PolicyProblem = z.infer<typeof policyProblem>
