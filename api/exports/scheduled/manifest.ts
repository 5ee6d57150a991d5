import { z } from 'zod'
import { weeklyFormat } from '../../../schemas/answers-weekly.ts'

export const MANIFEST = 'manifest.json'

/** What belongs to the export of a week. It is written last: an export without one is not finished. */
export const manifest = z.strictObject({
  kind: z.literal('kanmon.weekly-export'),
  version: z.literal(1),
  week: z.string().describe('the newest ISO week in it'),
  firstWeek: z.string(),
  timeZone: z.string(),
  gate: z.string(),
  asOf: z.string().describe('when it was due: what had happened and was known by then'),
  projects: z.int(),
  rows: z.int(),
  files: z.array(
    z.strictObject({ name: z.string(), format: weeklyFormat, bytes: z.int(), sha256: z.string() }),
  ),
  omitted: z
    .array(z.strictObject({ format: weeklyFormat, reason: z.literal('TOO_MANY_ROWS') }))
    .describe('formats that were asked for and cannot hold the rows'),
})
export type Manifest = z.infer<typeof manifest>

/** The manifest in a text, or null for any other text. */
export function readManifest(text: string): Manifest | null {
  try {
    return manifest.parse(JSON.parse(text))
  } catch {
    return null
  }
}
