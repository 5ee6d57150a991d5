import { OpenAPIHono } from '@hono/zod-openapi'
import { secureHeaders } from 'hono/secure-headers'
import { KanmonError } from '../schemas/errors.ts'
import { language } from '../schemas/messages/index.ts'
import type { ApiPorts, App, RequestVariables } from './app-types.ts'
import { auditRequests } from './auth/audit-requests.ts'
import { guard } from './auth/guard.ts'
import { methodNotAllowed } from './method-not-allowed.ts'
import { onError } from './errors.ts'
import { observeRequests } from './metrics/observe-requests.ts'
import { registerDocs } from './routes/docs.ts'
import { registerEvents } from './routes/events.ts'
import { registerEvidence } from './routes/evidence.ts'
import { registerGetAttestation } from './routes/get-attestation.ts'
import { registerGetAudit } from './routes/get-audit.ts'
import { registerGetBaselines } from './routes/get-baselines.ts'
import { registerGetCaller } from './routes/get-caller.ts'
import { registerGetChart } from './routes/get-chart.ts'
import { registerGetCommitteeReport } from './routes/get-committee-report.ts'
import { registerGetEvm } from './routes/get-evm.ts'
import { registerGetEvmSeries } from './routes/get-evm-series.ts'
import { registerGetFacts } from './routes/get-facts.ts'
import { registerGetIndicators } from './routes/get-indicators.ts'
import { registerGetMetrics } from './routes/get-metrics.ts'
import { registerGetPortfolio } from './routes/get-portfolio.ts'
import { registerGetPortfolioEvm } from './routes/get-portfolio-evm.ts'
import { registerGetReadiness } from './routes/get-readiness.ts'
import { registerGetReliability } from './routes/get-reliability.ts'
import { registerGetWarnings } from './routes/get-warnings.ts'
import { registerGetWeeklyExport } from './routes/get-weekly-export.ts'
import { registerGetZones } from './routes/get-zones.ts'
import { registerHealth } from './routes/health.ts'
import { registerHolds } from './routes/holds.ts'
import { registerKeys } from './routes/keys.ts'
import { registerNotifications } from './routes/notifications.ts'
import { registerPolicies } from './routes/policies.ts'
import { registerPolicyBacktest } from './routes/policy-backtest.ts'
import { registerPolicyShadow } from './routes/policy-shadow.ts'
import { registerPostPolicy } from './routes/post-policy.ts'
import { registerProjects } from './routes/projects.ts'
import { registerQuarantine } from './routes/quarantine.ts'
import { registerSchemas } from './routes/schemas.ts'
import { registerVerdicts } from './routes/verdicts.ts'
import { registerWaivers } from './routes/waivers.ts'

/** Which language an answer's sentences are in: `?lang=`, else the first known one of Accept-Language, else English. */
function chosenLanguage(query: string | undefined, header: string | undefined): RequestVariables['language'] {
  const wanted = [
    query ?? '',
    ...(header ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase()),
  ]
  for (const candidate of wanted) {
    const known = language.safeParse(candidate)
    if (known.success) return known.data
  }
  return 'en'
}

const NOTHING = ["'none'"]
const OWN = ["'self'"]

/** Answers are data: nothing in them runs, is framed or is guessed at. TLS, and with it HSTS, is the proxy's matter. */
const securityHeaders = secureHeaders({
  contentSecurityPolicy: { defaultSrc: NOTHING, frameAncestors: NOTHING },
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
})

/** The page of the API's description runs scripts of our own; its styles are set by them. */
const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: NOTHING,
    scriptSrc: OWN,
    styleSrc: [...OWN, "'unsafe-inline'"],
    imgSrc: [...OWN, 'data:'],
    connectSrc: OWN,
    frameAncestors: NOTHING,
    baseUri: NOTHING,
    formAction: NOTHING,
  },
  xFrameOptions: 'DENY',
  strictTransportSecurity: false,
})

const isPage = (path: string) => path === '/docs' || path.startsWith('/docs/')
/** The description of the API tells nothing of any project. */
const isOpen = (path: string) => path === '/openapi.json' || isPage(path)

/** The HTTP API over its ports. */
export function createApp(ports: ApiPorts): App {
  const app: App = new OpenAPIHono({
    defaultHook: (result) => {
      if (result.success) return
      const [issue] = result.error.issues
      const field = issue?.path.join('.') ?? ''
      throw new KanmonError('INVALID_REQUEST', `${field}: ${issue?.message ?? 'is not valid'}`, { field })
    },
  })
  app.onError(onError(ports.logger))
  app.notFound((c) => {
    const refused = methodNotAllowed(app, c)
    if (refused !== null) return refused
    throw new KanmonError('NOT_FOUND', `there is no ${c.req.method} ${c.req.path}; see /docs`)
  })
  app.use(observeRequests(ports))
  app.use((c, next) => (isPage(c.req.path) ? pageHeaders : securityHeaders)(c, next))
  app.use(auditRequests(ports))
  app.use(async function onlyKnownHosts(c, next) {
    const host = new URL(c.req.url).hostname
    if (ports.allowedHosts !== null && !ports.allowedHosts.has(host)) {
      throw new KanmonError(
        'HOST_NOT_ALLOWED',
        `this server does not answer for ${host} (KANMON_ALLOWED_HOSTS)`,
      )
    }
    await next()
  })
  app.use(async function language(c, next) {
    c.set('language', chosenLanguage(c.req.query('lang'), c.req.header('accept-language')))
    await next()
  })
  app.use(guard(app, ports, isOpen))
  registerHealth(app, ports)
  registerGetMetrics(app, ports)
  if (ports.roles.includes('ingest')) registerEvents(app, ports)
  if (ports.roles.includes('api')) registerQuestions(app, ports)
  return app
}

function registerQuestions(app: App, ports: ApiPorts): void {
  registerQuarantine(app, ports)
  registerProjects(app, ports)
  registerGetReadiness(app, ports)
  registerGetEvm(app, ports)
  registerGetReliability(app, ports)
  registerGetEvmSeries(app, ports)
  registerGetIndicators(app, ports)
  registerGetZones(app, ports)
  registerGetChart(app, ports)
  registerGetWarnings(app, ports)
  registerGetBaselines(app, ports)
  registerGetFacts(app, ports)
  registerVerdicts(app, ports)
  registerGetAttestation(app, ports)
  registerNotifications(app, ports)
  registerGetPortfolio(app, ports)
  registerGetPortfolioEvm(app, ports)
  registerGetWeeklyExport(app, ports)
  registerGetCommitteeReport(app, ports)
  registerHolds(app, ports)
  registerWaivers(app, ports)
  registerEvidence(app, ports)
  registerPolicies(app, ports)
  registerPostPolicy(app, ports)
  registerPolicyShadow(app, ports)
  registerPolicyBacktest(app, ports)
  registerGetCaller(app, ports)
  registerKeys(app, ports)
  registerGetAudit(app, ports)
  registerSchemas(app)
  registerDocs(app)
}
