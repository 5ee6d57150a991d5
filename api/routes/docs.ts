import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import absolutePath from 'swagger-ui-dist/absolute-path.js'
import { KanmonError } from '../../schemas/errors.ts'
import type { App } from '../app-types.ts'

const DESCRIPTION = {
  openapi: '3.1.0',
  info: {
    title: 'kanmon',
    version: '1',
    description: 'SHIP or HOLD for every project, and why.',
    license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  },
}

const assets: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css',
  'swagger-ui-bundle.js': 'text/javascript',
}

const PAGE = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>kanmon API</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="ui"></div><script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/start.js"></script></body>
</html>`
const START = "SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', validatorUrl: null })"

/** `/openapi.json`, generated from the schemas, and `/docs`, which shows it without anything from elsewhere. */
export function registerDocs(app: App): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description:
      'An API key (`kanmon_…`) or a token of the configured issuer; needed while access control is on. What stands ' +
      'beside it in a route is the permission that the route needs.',
  })
  app.get('/openapi.json', (c) => c.json(app.getOpenAPI31Document(DESCRIPTION)))
  app.get('/docs', (c) => c.html(PAGE))
  app.get('/docs/start.js', (c) => c.body(START, 200, { 'content-type': 'text/javascript' }))
  app.get('/docs/:asset', async (c) => {
    const name = c.req.param('asset')
    const type = Object.hasOwn(assets, name) ? assets[name] : undefined
    if (type === undefined) throw new KanmonError('NOT_FOUND', `there is no ${c.req.path}`)
    const content = await readFile(join(absolutePath(), name), 'utf8')
    return c.body(content, 200, { 'content-type': type })
  })
}
