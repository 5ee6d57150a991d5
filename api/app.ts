import { OpenAPIHono } from '@hono/zod-openapi'
import { KanmonError } from '../schemas/errors.ts'
import { language } from '../schemas/messages/index.ts'
import type { ApiPorts, App, RequestVariables } from './app-types.ts'
import { onError } from './errors.ts'
import { registerDocs } from './routes/docs.ts'
import { registerEvents } from './routes/events.ts'
import { registerGetEvm } from './routes/get-evm.ts'
import { registerGetFacts } from './routes/get-facts.ts'
import { registerGetIndicators } from './routes/get-indicators.ts'
import { registerGetPortfolio } from './routes/get-portfolio.ts'
import { registerGetReadiness } from './routes/get-readiness.ts'
import { registerGetWeeklyExport } from './routes/get-weekly-export.ts'
import { registerHealth } from './routes/health.ts'
import { registerHolds } from './routes/holds.ts'
import { registerProjects } from './routes/projects.ts'
import { registerSchemas } from './routes/schemas.ts'
import { registerVerdicts } from './routes/verdicts.ts'

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
    throw new KanmonError('NOT_FOUND', `there is no ${c.req.method} ${c.req.path}; see /docs`)
  })
  app.use(async function onlyKnownHosts(c, next) {
    const host = new URL(c.req.url).hostname
    if (ports.allowedHosts !== null && !ports.allowedHosts.has(host)) {
      throw new KanmonError(
        'HOST_NOT_ALLOWED',
        `this server does not answer for ${host}; it serves loopback only`,
      )
    }
    await next()
  })
  app.use(async function language(c, next) {
    c.set('language', chosenLanguage(c.req.query('lang'), c.req.header('accept-language')))
    await next()
  })
  registerHealth(app, ports)
  registerEvents(app, ports)
  registerProjects(app, ports)
  registerGetReadiness(app, ports)
  registerGetEvm(app, ports)
  registerGetIndicators(app, ports)
  registerGetFacts(app, ports)
  registerVerdicts(app, ports)
  registerGetPortfolio(app, ports)
  registerGetWeeklyExport(app, ports)
  registerHolds(app, ports)
  registerSchemas(app)
  registerDocs(app)
  return app
}
