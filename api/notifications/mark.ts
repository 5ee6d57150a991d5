import { z } from 'zod'
import { recommendation } from '../../schemas/verdict.ts'

const hold = z.object({
  hold: z.string(),
  office: z.string(),
  scope: z.string(),
  reason: z.string(),
  placedBy: z.string(),
  placedAt: z.string(),
})

/** What was last seen of a project: what the next look is compared with. */
export const mark = z.object({
  gates: z.record(z.string(), z.object({ recommendation, verdict: z.string() })),
  holds: z.array(hold),
  waivers: z.record(
    z.string(),
    z.object({ state: z.enum(['in-force', 'expiring', 'expired']), expiresAt: z.string() }),
  ),
  /** Null when nobody wants to be told of warnings, so that none were looked for. */
  warnings: z.array(z.string()).nullable(),
})
export type Mark = z.infer<typeof mark>
export type SeenHold = z.infer<typeof hold>

/** A mark that cannot be read is as good as none: the project is looked at anew. */
export function readMark(text: string): Mark | null {
  try {
    return mark.parse(JSON.parse(text))
  } catch {
    return null
  }
}

/** Whether there is nothing to tell between two marks. Which verdict said it is no difference. */
export function isSameMark(a: Mark, b: Mark): boolean {
  const comparable = ({ gates, ...rest }: Mark) =>
    JSON.stringify({
      ...rest,
      gates: Object.entries(gates).map(([gate, seen]) => [gate, seen.recommendation]),
    })
  return comparable(a) === comparable(b)
}
