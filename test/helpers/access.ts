import { createApp } from '../../api/app.ts'
import type { ApiPorts, App } from '../../api/app-types.ts'
import { ACCESS_OFF, type AccessConfig } from '../../api/compose/access.ts'
import { composePorts } from '../../api/compose/ports.ts'
import type { Grant } from '../../schemas/access.ts'
import { newKeyAnswer, type NewKeyAnswer } from '../../schemas/answers-access.ts'
import type { Store } from '../../store/store.ts'
import type { Answer } from './api.ts'
import { shippedPolicies } from './assessing.ts'
import { makeIntake, silent } from './intake.ts'
import { noon, TODAY } from './project-facts.ts'

export const ADMIN_KEY = 'an-admin-key-of-these-tests-and-of-nothing-else'

export interface GuardedAnswer extends Answer {
  readonly headers: Headers
}

/** One request: the key of the administrator unless another, or null for none, is given. */
export interface Asked {
  readonly key?: string | null
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

export interface GuardedApi {
  readonly app: App
  readonly ports: ApiPorts
  readonly clock: { now: number }
  /** What was logged, one text an entry. */
  readonly logged: string[]
  call(method: string, path: string, asked?: Asked): Promise<GuardedAnswer>
  /** A new key; `name` is whose it is. */
  key(grants: readonly Grant[], name?: string): Promise<NewKeyAnswer>
}

/** The whole API with access control on, over a store; several may share one. `intakeStore` may be another. */
export async function guardedApi(
  store: Store,
  access: Partial<AccessConfig> = {},
  intakeStore: Store = store,
): Promise<GuardedApi> {
  const clock = { now: noon(TODAY) }
  const logged: string[] = []
  const log = (fields: Record<string, unknown>) => logged.push(JSON.stringify(fields))
  let serial = 0
  const start = crypto.randomUUID()
  const ports = composePorts({
    store,
    intake: await makeIntake(intakeStore, { now: () => clock.now }),
    policies: shippedPolicies(),
    now: () => clock.now,
    newId: () => `id-${start}-${(serial += 1)}`,
    logger: { ...silent, info: log, warn: log, error: log },
    allowedHosts: null,
    access: {
      ...ACCESS_OFF,
      limits: { requests: 0, deliveries: 0, failures: 1000 },
      openMetrics: false,
      isOn: true,
      adminKey: ADMIN_KEY,
      ...access,
    },
  })
  const app = createApp(ports)

  const call: GuardedApi['call'] = async (method, path, { key = ADMIN_KEY, body, headers = {} } = {}) => {
    const response = await app.request(path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key !== null && { authorization: `Bearer ${key}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json') === true && text !== ''
    return {
      status: response.status,
      body: isJson ? (JSON.parse(text) as unknown) : text,
      headers: response.headers,
    }
  }

  return {
    app,
    ports,
    clock,
    logged,
    call,
    key: async (grants, name = 'somebody') => {
      const { status, body } = await call('POST', '/v1/keys', { body: { name, grants } })
      if (status !== 201) throw new Error(`key: ${status} ${JSON.stringify(body)}`)
      return newKeyAnswer.parse(body)
    },
  }
}
