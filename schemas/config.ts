import { z } from 'zod'
import { accessVariables, checkAccess } from './config-access.ts'
import { dashboardVariables } from './config-dashboard.ts'
import { checkExports, exportVariables } from './config-exports.ts'
import { checkKafka, kafkaVariables } from './config-kafka.ts'
import { notificationVariables } from './config-notifications.ts'
import { checkSignIn, signInVariables } from './config-sign-in.ts'
import { signingVariables } from './config-signing.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const seconds = z.coerce.number().min(0).max(3600)

/** What a process does: `api` answers questions, `ingest` accepts events. */
export const role = z.enum(['api', 'ingest'])
export type Role = z.infer<typeof role>

const roles = z
  .string()
  .default('api,ingest')
  .transform((text) => text.split(',').map((word) => word.trim()))
  .pipe(z.array(role).min(1))

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
  KANMON_ROLES: roles,
  KANMON_STORE_DEADLINE: seconds.min(1).default(30),
  KANMON_SHUTDOWN_DELAY: seconds.default(0),
  KANMON_SHUTDOWN_DEADLINE: seconds.default(25),
  ...kafkaVariables,
  ...accessVariables,
  ...signInVariables,
  ...dashboardVariables,
  ...signingVariables,
  ...notificationVariables,
  ...exportVariables,
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/ }).optional(),
  OTEL_SERVICE_NAME: z.string().default('kanmon'),
})
export type Environment = z.infer<typeof environment>
const checked = environment
  .superRefine(checkKafka)
  .superRefine(checkAccess)
  .superRefine(checkSignIn)
  .superRefine(checkExports)

/** Reads the environment; throws one message that names every wrong variable. */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = checked.safeParse(given)
  if (result.success) return result.data
  const wrong = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`configuration: ${wrong.join('; ')}`)
}
