import type { z } from 'zod'
import { problem, type Problem } from '../schemas/errors.ts'
import type { DashboardPorts } from './ports.ts'
import type { Visit } from './visit.ts'

export type Answer<T> =
  { readonly ok: true; readonly data: T } | { readonly ok: false; readonly problem: Problem }

/** The API does not know the visitor, or no longer: he is asked to sign in. */
export class SignInNeeded extends Error {
  constructor() {
    super('the visitor has to sign in')
    this.name = 'SignInNeeded'
  }
}

interface Question {
  readonly path: string
  readonly headers: Headers
  readonly method?: string
  readonly body?: string
}

async function asked(ports: DashboardPorts, visit: Visit, { path, ...init }: Question): Promise<Response> {
  const url = new URL(path, visit.url)
  url.searchParams.set('lang', visit.language)
  return ports.ask(new Request(url, init), visit.env)
}

async function answered<S extends z.ZodType>(
  ports: DashboardPorts,
  visit: Visit,
  schema: S,
  question: Question,
): Promise<Answer<z.output<S>>> {
  const response = await asked(ports, visit, question)
  const body: unknown = await response.json()
  if (response.ok) return { ok: true, data: schema.parse(body) }
  return { ok: false, problem: problem.parse(body) }
}

/**
 * Asks the API as the visitor, in the visitor's language.
 *
 * @param path with its query, such as `/v1/portfolio?pageSize=50`
 * @throws {SignInNeeded}
 * @throws when the answer is neither what the schema says nor a problem
 */
export async function ask<S extends z.ZodType>(
  ports: DashboardPorts,
  visit: Visit,
  path: string,
  schema: S,
): Promise<Answer<z.output<S>>> {
  const answer = await answered(ports, visit, schema, { path, headers: visit.headers })
  if (!answer.ok && answer.problem.code === 'UNAUTHENTICATED') throw new SignInNeeded()
  return answer
}

/** Like `ask`, for a file, which is handed on as it comes. */
export async function askFile(ports: DashboardPorts, visit: Visit, path: string): Promise<Answer<Response>> {
  const response = await asked(ports, visit, { path, headers: visit.headers })
  if (response.ok) return { ok: true, data: response }
  const refused = problem.parse(await response.json())
  if (refused.code === 'UNAUTHENTICATED') throw new SignInNeeded()
  return { ok: false, problem: refused }
}

/** Like `ask`, for what changes something. @param body sent as JSON */
export async function act<S extends z.ZodType>(
  ports: DashboardPorts,
  visit: Visit,
  path: string,
  schema: S,
  body: unknown,
): Promise<Answer<z.output<S>>> {
  const headers = new Headers(visit.headers)
  headers.set('content-type', 'application/json')
  const init = { path, headers, method: 'POST', body: JSON.stringify(body) }
  const answer = await answered(ports, visit, schema, init)
  if (!answer.ok && answer.problem.code === 'UNAUTHENTICATED') throw new SignInNeeded()
  return answer
}

/** What the API says to a credential with which nobody is signed in yet; its refusal is an answer too. */
export function askWith<S extends z.ZodType>(
  ports: DashboardPorts,
  visit: Visit,
  path: string,
  schema: S,
  credential: string,
): Promise<Answer<z.output<S>>> {
  const headers = new Headers(visit.headers)
  headers.set('authorization', `Bearer ${credential}`)
  return answered(ports, visit, schema, { path, headers })
}
