export type Fetch = (request: Request, env?: unknown) => Response | Promise<Response>

/** What the API answers; everything else is a page. */
const API_PATHS = ['/v1', '/healthz', '/readyz', '/metrics', '/docs', '/openapi.json'] as const

function isOfApi(path: string): boolean {
  return API_PATHS.some((own) => path === own || (path.startsWith(own) && path[own.length] === '/'))
}

/** The path of an absolute address, found without parsing it: deliveries of facts come through here too. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  if (start < 0) return '/'
  const query = url.indexOf('?', start)
  return query < 0 ? url.slice(start) : url.slice(start, query)
}

/** One server for both: by its path a request goes to the API or to the pages, and neither sees the other's. */
export function besideApi(api: Fetch, pages: Fetch): Fetch {
  return (request, env) => (isOfApi(pathOf(request.url)) ? api(request, env) : pages(request, env))
}
