import { z } from 'zod'
import { count, date, line, rule } from '../primitives.ts'
import { base, componentId, phaseId } from './common.ts'

interface Covered {
  covered: number
  total: number
}
const withinTotal = rule<Covered>(['covered'], 'must not exceed total', (c) => c.covered <= c.total)

/**
 * How much of the code the tests of a phase ran through, of one component or of all: a state on that day, not a
 * sum over time. Without a phase it is what all tests together ran through.
 */
export const coverageMeasured = z.strictObject({
  phase: phaseId.optional(),
  component: componentId.optional(),
  asOf: date,
  /** Lines with executable code, as the tool counts them: the measure of C0, statement coverage (命令網羅率). */
  lines: z.strictObject({ covered: count, total: count.min(1) }).superRefine(withinTotal),
  /** Outcomes of decisions: C1, branch coverage (分岐網羅率). Left out when the tool did not look at them. */
  branches: z.strictObject({ covered: count, total: count }).superRefine(withinTotal).optional(),
  tool: z.strictObject({ name: line(), version: line().optional() }),
  ...base,
})
export type CoverageMeasured = z.infer<typeof coverageMeasured>
