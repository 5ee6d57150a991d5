import type { z } from 'zod'
import { problem, type Problem } from '../schemas/errors.ts'
import type { DashboardPorts } from './ports.ts'
import type { Visit } from './visit.ts'

export type Answer<T> =
  { readonly ok: true; readonly data: T } | { readonly ok: false; readonly problem: Problem }

/**
 * Asks the API as the visitor, in the visitor's language.
 *
 * @param path with its query, such as `/v1/portfolio?pageSize=50`
 * @throws when the answer is neither what the schema says nor a problem
 */
export async function ask<S extends z.ZodType>(
  ports: DashboardPorts,
  visit: Visit,
  path: string,
  schema: S,
): Promise<Answer<z.output<S>>> {
  const url = new URL(path, visit.url)
  url.searchParams.set('lang', visit.language)
  const response = await ports.ask(new Request(url, { headers: visit.headers }))
  const body: unknown = await response.json()
  if (response.ok) return { ok: true, data: schema.parse(body) }
  return { ok: false, problem: problem.parse(body) }
}
