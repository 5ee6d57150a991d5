/** What the files of one place may import. The longest matching place says; `types` of a folder are types only. */
interface Rule {
  readonly folders: readonly string[]
  readonly types?: readonly string[]
  /** Names of packages; `@scope/*` stands for a scope. `node` stands for Node's own modules. */
  readonly packages: readonly string[]
}

const API_PACKAGES = [
  'node',
  'hono',
  '@hono/*',
  'zod',
  'pino',
  'prom-client',
  'yaml',
  'csv-stringify',
  'intl-messageformat',
  '@holiday-jp/holiday_jp',
  'swagger-ui-dist',
  'jose',
  'rate-limiter-flexible',
]
const CLI_PACKAGES = [
  'node',
  'zod',
  'commander',
  'cli-progress',
  'cli-table3',
  'pino',
  'csv-parse',
  'wrap-ansi',
]
const INGEST = { folders: ['ingest', 'store', 'schemas'], packages: ['node', 'zod'] }
const REPORT_PACKAGES = [
  'saxes',
  'csv-parse',
  'ajv',
  'ajv-formats',
  'yaml',
  'read-excel-file',
  '@friedemannsommer/lcov-parser',
]
export const KAFKA_CODECS = ['snappy', 'lz4-napi', 'fzstd']
const API = { folders: ['api', 'ingest', 'store', 'analytics', 'schemas'], packages: API_PACKAGES }
const COMMAND = { folders: ['schemas', 'api', 'cli', 'ingest/collectors'], packages: CLI_PACKAGES }

/** The only directions in which code may know other code; CONTRIBUTING.md says why. */
export const rules: Readonly<Record<string, Rule>> = {
  schemas: { folders: ['schemas'], packages: ['zod'] },
  analytics: {
    folders: ['analytics', 'schemas'],
    packages: ['simple-statistics', 'date-fns', '@date-fns/*'],
  },
  store: { folders: ['store', 'schemas'], packages: ['node', 'zod', '@clickhouse/client', 'chdb'] },
  ingest: INGEST,
  'ingest/collectors': {
    folders: ['ingest/collectors', 'ingest/events/digest.ts', 'schemas'],
    packages: ['node', 'zod', '@date-fns/*', 'date-fns', ...REPORT_PACKAGES],
  },
  'ingest/kafka/client.ts': { ...INGEST, packages: [...INGEST.packages, 'kafkajs'] },
  'ingest/kafka/codecs.ts': { ...INGEST, packages: [...INGEST.packages, ...KAFKA_CODECS] },
  api: API,
  // The composition root puts the pages beside the API; nothing else of it knows them.
  'api/main.ts': { ...API, folders: [...API.folders, 'dashboard'] },
  'api/compose/live-updates.ts': { ...API, folders: [...API.folders, 'dashboard/live'] },
  'api/compose/sign-in.ts': { ...API, folders: [...API.folders, 'dashboard/session'] },
  'api/notifications': { ...API, packages: [...API_PACKAGES, 'standardwebhooks'] },
  'api/exports': { ...API, packages: [...API_PACKAGES, 'croner'] },
  'api/telemetry.ts': { ...API, packages: [...API_PACKAGES, '@opentelemetry/*'] },
  dashboard: {
    folders: ['dashboard', 'schemas'],
    types: ['api'],
    packages: ['node', 'zod', 'hono', 'echarts', 'jose', 'pino', '@date-fns/tz'],
  },
  // The only place that speaks with the issuer for the pages.
  'dashboard/session/oidc': {
    folders: ['dashboard/session', 'schemas'],
    types: ['api'],
    packages: ['zod', 'hono', 'pino', 'openid-client'],
  },
  cli: COMMAND,
  'cli/analyze': { ...COMMAND, folders: [...COMMAND.folders, 'analytics'] },
  // A sender of its own, like the HTTP client, and not a way into what is behind the API.
  'cli/commands/send-kafka.ts': { ...COMMAND, folders: [...COMMAND.folders, 'ingest/kafka/producer.ts'] },
  'cli/commands/demo.ts': { ...COMMAND, folders: [...COMMAND.folders, 'examples'] },
  examples: { folders: ['examples', 'analytics', 'schemas'], packages: ['@date-fns/*', 'csv-parse'] },
  bench: {
    folders: ['bench', 'api', 'ingest', 'store', 'analytics', 'schemas', 'examples'],
    packages: ['node', 'zod', 'pino', 'hono', '@hono/*', 'saxes'],
  },
}
