import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { stringify } from 'yaml'
import type { ClaimGrants } from '../../schemas/access.ts'
import { ADMIN_KEY } from './access.ts'
import { freePort } from './proxy/free-port.ts'
import { startProvider } from './real-provider.ts'
import { makeDirectory } from './store.ts'
import { startTestServer } from './test-server.ts'

export interface SignInServer {
  /** Where browsers reach the pages; another site than the provider is on. */
  readonly url: string
  readonly directory: string
  /** Asks the API as the administrator. */
  call(method: string, path: string, body?: unknown, key?: string): Promise<unknown>
}

/** The whole server with sign-in at a real provider, closed after the file's tests. */
export async function startSignInServer(
  grants: ClaimGrants,
  people: Readonly<Record<string, { readonly name: string; readonly roles: readonly string[] }>>,
  now: () => number,
): Promise<SignInServer> {
  const directory = makeDirectory()
  const port = await freePort()
  const url = `http://localhost:${port}`
  const client = { clientId: 'kanmon-pages', secret: 'a-secret-of-the-client-0123456789' }
  const provider = await startProvider({ ...client, publicUrl: url, people })
  const [grantsFile, secretFile] = ['grants.yaml', 'client-secret'].map((name) => join(directory, name)) as [
    string,
    string,
  ]
  writeFileSync(grantsFile, stringify(grants))
  writeFileSync(secretFile, `${client.secret}\n`)
  const server = await startTestServer(
    directory,
    {
      KANMON_PORT: String(port),
      KANMON_PUBLIC_URL: url,
      KANMON_ADMIN_KEY: ADMIN_KEY,
      KANMON_OIDC_ISSUER: provider,
      KANMON_OIDC_AUDIENCE: 'kanmon',
      KANMON_OIDC_NAME_CLAIM: 'name',
      KANMON_OIDC_GRANTS: grantsFile,
      KANMON_OIDC_CLIENT_ID: client.clientId,
      KANMON_OIDC_CLIENT_SECRET_FILE: secretFile,
    },
    now,
  )
  afterAll(() => server.close())
  return {
    url,
    directory,
    call: async (method, path, body, key = ADMIN_KEY) => {
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
  }
}
