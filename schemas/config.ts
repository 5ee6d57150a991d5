import { z } from 'zod'

const port = z.coerce.number().int().min(0).max(65_535)

/** The environment that `kanmon serve` reads, once, at its start. An empty value counts as absent. */
export const environment = z.object({
  KANMON_HOST: z.string().default('127.0.0.1'),
  KANMON_PORT: port.default(8787),
  KANMON_DATA: z.string().default('./data'),
  KANMON_CLICKHOUSE_URL: z.url({ protocol: /^https?$/ }).optional(),
  KANMON_CLICKHOUSE_USER: z.string().default('default'),
  KANMON_CLICKHOUSE_PASSWORD: z.string().default(''),
  KANMON_CLICKHOUSE_DATABASE: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, { error: 'must be a plain identifier' })
    .default('kanmon'),
  KANMON_POLICIES: z.string().optional(),
  KANMON_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
})
export type Environment = z.infer<typeof environment>

/** Reads the environment; throws one message that names every wrong variable. */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = environment.safeParse(given)
  if (result.success) return result.data
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`configuration: ${wrong.join('; ')}`)
}
