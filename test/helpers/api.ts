import type { z } from 'zod'
import { createApp } from '../../api/app.ts'
import type { ApiPorts, App } from '../../api/app-types.ts'
import { composePorts } from '../../api/compose/ports.ts'
import type { PolicyHistory } from '../../api/policies/history.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { Store } from '../../store/store.ts'
import { shippedPolicies } from './assessing.ts'
import { makeIntake, silent } from './intake.ts'
import { noon, TODAY } from './project-facts.ts'
import { openTestStore } from './store.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export interface TestApi {
  readonly app: App
  readonly store: Store
  readonly ports: ApiPorts
  /** The clock of the API and its intake, in milliseconds; set it to move time. */
  readonly clock: { now: number }
  /** Sends events and expects all of them to be stored. */
  send(events: readonly unknown[]): Promise<void>
  /** The JSON or text of a GET, with its status. */
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  /** A GET that must succeed and answer as its schema says. */
  read<S extends z.ZodType>(path: string, schema: S, headers?: Record<string, string>): Promise<z.output<S>>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>
}

/** A fact as the event that would bring it. */
export function asEvent({ kind, project, occurredAt, source, id, data }: Fact): Record<string, unknown> {
  return {
    specversion: '1.0',
    type: `dev.kanmon.${kind}.v1`,
    source,
    id,
    subject: project,
    time: new Date(occurredAt).toISOString(),
    data,
  }
}

/** The whole API on a real embedded store, with a clock that stands still. */
export async function openTestApi(policies: PolicyHistory = shippedPolicies()): Promise<TestApi> {
  const store = await openTestStore()
  const clock = { now: noon(TODAY) }
  const now = () => clock.now
  const intake = await makeIntake(store, { now })
  let serial = 0
  const newId = () => `id-${(serial += 1)}`
  const ports = composePorts({ store, intake, policies, now, newId, logger: silent, allowedHosts: null })
  const app = createApp(ports)

  const answered = async (response: Response) => {
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') ?? false
    return { status: response.status, body: isJson ? (JSON.parse(text) as unknown) : text }
  }
  const get: TestApi['get'] = async (path, headers = {}) => answered(await app.request(path, { headers }))
  const post: TestApi['post'] = async (path, body, headers = {}) =>
    answered(
      await app.request(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    )
  return {
    app,
    store,
    ports,
    clock,
    post,
    get,
    read: async (path, schema, headers) => {
      const { status, body } = await get(path, headers)
      if (status !== 200) throw new Error(`read: ${status} for ${path}: ${JSON.stringify(body)}`)
      return schema.parse(body)
    },
    send: async (events) => {
      const { status, body } = await post('/v1/events', events)
      const { quarantined } = body as { quarantined: unknown[] }
      if (status !== 200 || quarantined.length > 0) throw new Error(`send: ${status} ${JSON.stringify(body)}`)
    },
  }
}
