import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Context, Provider } from 'oidc-provider'
import { afterAll, vi } from 'vitest'

export interface ProviderOptions {
  readonly clientId: string
  readonly secret: string
  /** Where the pages are. */
  readonly publicUrl: string
  /** Claims beside `sub`, by the name that is typed in at the sign-in. */
  readonly people: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

/** The house's own application is not asked about: who signs in has agreed. */
async function grantOf({ oidc }: Context) {
  const { clientId } = oidc.client
  const known = oidc.session.grantIdFor(clientId)
  if (known !== undefined) return oidc.provider.Grant.find(known)
  const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session.accountId })
  grant.addOIDCScope('openid profile')
  await grant.save()
  return grant
}

/** oidc-provider, a certified OpenID Provider, on a loopback port, with its own forms for signing in and out. */
export async function startProvider(options: ProviderOptions): Promise<string> {
  const server = createServer((request, response) => listener(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  afterAll(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  // It says on the console that it is set up for development, which it is.
  const said = (['info', 'warn'] as const).map((each) => vi.spyOn(console, each).mockReturnValue(undefined))
  const provider = new Provider(url, {
    clients: [
      {
        client_id: options.clientId,
        client_secret: options.secret,
        redirect_uris: [`${options.publicUrl}/sign-in/oidc/callback`],
        post_logout_redirect_uris: [`${options.publicUrl}/sign-in`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'roles'] },
    // Claims stand in the ID token, as with providers that people know.
    conformIdTokenClaims: false,
    cookies: { keys: ['for-tests-only'] },
    ttl: { IdToken: 3600, AccessToken: 3600, Interaction: 3600, Session: 86_400, Grant: 86_400 },
    findAccount: (_context, id) => {
      const claims = options.people[id]
      if (claims === undefined) return undefined
      return { accountId: id, claims: () => ({ sub: id, ...claims }) }
    },
    loadExistingGrant: grantOf,
  })
  const listener = provider.callback()
  for (const each of said) each.mockRestore()
  return url
}
