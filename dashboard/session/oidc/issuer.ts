import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  clockTolerance,
  Configuration,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Flow } from './flow.ts'
import { signInFailure, wouldAsk } from './classify.ts'
import { SignInFailed } from './failure.ts'

export interface OidcConfig {
  readonly issuer: string
  readonly clientId: string
  /** Null for a public client, which proves itself by PKCE alone. */
  readonly clientSecret: string | null
  readonly clientAuth: 'basic' | 'post'
  readonly scope: string
  /** Scheme and host under which browsers reach the pages. */
  readonly publicUrl: string
  /** Where the issuer's public keys are; null = where its discovery document says. */
  readonly jwksUrl: string | null
  /** Seconds by which the issuer's clock may differ. */
  readonly clockTolerance: number
}

/** What the issuer says of somebody, checked. */
export interface Proven {
  readonly claims: Readonly<Record<string, unknown>>
  /** Until when it holds, in milliseconds. */
  readonly until: number
  readonly idToken: string
}

export interface Issuer {
  /** Where to send the browser, and what its answer will be held against. @throws {SignInFailed} */
  begin(options: {
    isSilent: boolean
  }): Promise<{ address: string; checks: Pick<Flow, 'state' | 'nonce' | 'codeVerifier'> }>
  /**
   * Redeems the answer that a browser came back with.
   *
   * @returns null when the issuer would have to ask the person and was not to
   * @throws {SignInFailed}
   */
  finish(answer: URLSearchParams, flow: Flow): Promise<Proven | null>
  /** Where a session ends at the issuer too; null where that is not to be had. */
  endAddress(idToken: string | null): Promise<string | null>
}

export const CALLBACK = '/sign-in/oidc/callback'
const TIMEOUT_SECONDS = 5
// Marked as deprecated to stand out; the configuration takes plain http on loopback only, where there is no way.
// eslint-disable-next-line @typescript-eslint/no-deprecated
const takePlainHttp: (configuration: Configuration) => void = allowInsecureRequests

function clientAuthentication({ clientSecret, clientAuth }: OidcConfig): ClientAuth {
  if (clientSecret === null) return None()
  return clientAuth === 'basic' ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret)
}

async function discover(config: OidcConfig): Promise<Configuration> {
  const isPlain = [config.issuer, config.jwksUrl].some((address) => address?.startsWith('http:'))
  const execute = isPlain ? [takePlainHttp] : []
  const authentication = clientAuthentication(config)
  const metadata = { [clockTolerance]: config.clockTolerance }
  const found = await discovery(new URL(config.issuer), config.clientId, metadata, authentication, {
    execute,
    timeout: TIMEOUT_SECONDS,
  })
  const jwks = config.jwksUrl === null ? {} : { jwks_uri: config.jwksUrl }
  const server = { ...found.serverMetadata(), supportsPKCE: undefined, ...jwks }
  const configuration = new Configuration(server, config.clientId, metadata, authentication)
  configuration.timeout = TIMEOUT_SECONDS
  for (const extension of [...execute, enableNonRepudiationChecks]) extension(configuration)
  return configuration
}

/** Anything but what is expected to go wrong is a fault of ours, and not hidden. */
function failed(error: unknown): never {
  throw signInFailure(error) ?? error
}

/** The issuer as one who vouches for people: authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0). */
export function createIssuer(config: OidcConfig): Issuer {
  let known: Promise<Configuration> | null = null

  /** The issuer's own description, asked for until it was had once. */
  function configuration(): Promise<Configuration> {
    if (known !== null) return known
    known = discover(config)
    known.catch(() => {
      known = null
    })
    return known
  }
  const described = () =>
    configuration().catch((error: unknown) => {
      const reason = signInFailure(error)?.reason
      if (reason === undefined) throw error
      throw new SignInFailed('IDENTITY_UNAVAILABLE', reason)
    })
  const redirectUri = new URL(CALLBACK, config.publicUrl)

  return {
    begin: async ({ isSilent }) => {
      const issuer = await described()
      const checks = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() }
      const address = buildAuthorizationUrl(issuer, {
        redirect_uri: redirectUri.href,
        scope: config.scope,
        state: checks.state,
        nonce: checks.nonce,
        code_challenge: await calculatePKCECodeChallenge(checks.codeVerifier),
        code_challenge_method: 'S256',
        ...(isSilent && { prompt: 'none' }),
      })
      return { address: address.href, checks }
    },
    finish: async (answer, { state, nonce, codeVerifier, isSilent }) => {
      const issuer = await described()
      const here = new URL(redirectUri)
      here.search = answer.toString()
      const expected = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: codeVerifier }
      try {
        const tokens = await authorizationCodeGrant(issuer, here, { ...expected, idTokenExpected: true })
        const claims = tokens.claims()
        if (claims === undefined || tokens.id_token === undefined)
          throw new SignInFailed('SIGN_IN_NOT_PROVEN', 'no_id_token')
        return { claims, until: (claims.exp + config.clockTolerance) * 1000, idToken: tokens.id_token }
      } catch (error) {
        if (isSilent && wouldAsk(error)) return null
        return failed(error)
      }
    },
    endAddress: async (idToken) => {
      const issuer = await described()
      if (issuer.serverMetadata().end_session_endpoint === undefined) return null
      const address = buildEndSessionUrl(issuer, {
        post_logout_redirect_uri: new URL('/sign-in', config.publicUrl).href,
        ...(idToken !== null && { id_token_hint: idToken }),
      })
      return address.href
    },
  }
}
