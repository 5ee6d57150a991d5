import { z } from 'zod'
import { weeklyFormat, type WeeklyFormat } from './answers-weekly.ts'
import { language, type Language } from './messages/index.ts'
import { timeZone } from './primitives.ts'

const formats = z
  .string()
  .default('csv,parquet')
  .transform((text) => [...new Set(text.split(',').map((word) => word.trim()))])
  .pipe(z.array(weeklyFormat).min(1))

/** The variables of scheduled exports. Without `KANMON_EXPORT_CRON` nothing is exported by itself. */
export const exportVariables = {
  KANMON_EXPORT_CRON: z.string().optional(),
  KANMON_EXPORT_TIME_ZONE: timeZone.default('Asia/Tokyo'),
  KANMON_EXPORT_DIRECTORY: z.string().optional(),
  KANMON_EXPORT_S3_URL: z.url({ protocol: /^https?$/ }).optional(),
  KANMON_EXPORT_S3_KEY_ID: z.string().optional(),
  KANMON_EXPORT_S3_SECRET: z.string().optional(),
  KANMON_EXPORT_FORMATS: formats,
  KANMON_EXPORT_WEEKS: z.coerce.number().int().min(1).max(530).default(12),
  KANMON_EXPORT_LANGUAGE: language.default('en'),
} as const

type ExportEnvironment = z.infer<z.ZodObject<typeof exportVariables>>

/** Where scheduled exports go. */
export type ExportTargetConfig =
  | { readonly kind: 'directory'; readonly path: string }
  | {
      readonly kind: 'bucket'
      readonly url: string
      readonly keys: { readonly id: string; readonly secret: string } | null
    }

/** Scheduled exports, checked. */
export interface ExportConfig {
  /** Five fields. */
  readonly cron: string
  /** In which `cron` and the weeks are meant. */
  readonly timeZone: string
  readonly target: ExportTargetConfig
  readonly formats: readonly WeeklyFormat[]
  /** How many weeks an export reaches back, its own among them. */
  readonly weeks: number
  /** Of the workbook. */
  readonly language: Language
}

/** What one variable cannot tell: whether they fit together. */
export function checkExports(environment: ExportEnvironment, context: z.RefinementCtx): void {
  const say = (variable: keyof ExportEnvironment, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message })
  const { KANMON_EXPORT_CRON: cron, KANMON_EXPORT_DIRECTORY: directory } = environment
  const {
    KANMON_EXPORT_S3_URL: url,
    KANMON_EXPORT_S3_KEY_ID: id,
    KANMON_EXPORT_S3_SECRET: secret,
  } = environment
  const hasTarget = directory !== undefined || url !== undefined
  if (cron !== undefined && !hasTarget)
    say('KANMON_EXPORT_CRON', 'needs KANMON_EXPORT_DIRECTORY or KANMON_EXPORT_S3_URL')
  if (cron === undefined && hasTarget)
    say(
      directory === undefined ? 'KANMON_EXPORT_S3_URL' : 'KANMON_EXPORT_DIRECTORY',
      'needs KANMON_EXPORT_CRON',
    )
  if (directory !== undefined && url !== undefined)
    say('KANMON_EXPORT_S3_URL', 'cannot be set beside KANMON_EXPORT_DIRECTORY')
  if ((id === undefined) !== (secret === undefined))
    say('KANMON_EXPORT_S3_KEY_ID', 'and KANMON_EXPORT_S3_SECRET belong together')
  if (url === undefined && id !== undefined) say('KANMON_EXPORT_S3_KEY_ID', 'needs KANMON_EXPORT_S3_URL')
}

/** The configuration of scheduled exports, or null when there are none. The environment has been checked. */
export function exportConfig(environment: ExportEnvironment): ExportConfig | null {
  const { KANMON_EXPORT_CRON: cron, KANMON_EXPORT_DIRECTORY: path, KANMON_EXPORT_S3_URL: url } = environment
  const { KANMON_EXPORT_S3_KEY_ID: id, KANMON_EXPORT_S3_SECRET: secret } = environment
  if (cron === undefined) return null
  const keys = id === undefined || secret === undefined ? null : { id, secret }
  const target: ExportTargetConfig | null =
    path !== undefined
      ? { kind: 'directory', path }
      : url !== undefined
        ? { kind: 'bucket', url, keys }
        : null
  if (target === null) return null
  return {
    cron,
    timeZone: environment.KANMON_EXPORT_TIME_ZONE,
    target,
    formats: environment.KANMON_EXPORT_FORMATS,
    weeks: environment.KANMON_EXPORT_WEEKS,
    language: environment.KANMON_EXPORT_LANGUAGE,
  }
}
