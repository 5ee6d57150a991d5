import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { z } from 'zod'
import { KanmonError } from '../../schemas/errors.ts'
import type { KeyCheck } from './keys.ts'
import { type ClaimConfig, type Person, personOf, principalOf } from './people.ts'

export interface TokenConfig extends ClaimConfig {
  readonly audience: string
  /** Where the issuer's public keys are; null = asked of its discovery document. */
  readonly jwksUrl: string | null
  /** Seconds by which the issuer's clock may differ. */
  readonly clockTolerance: number
}

export interface Tokens {
  /** @throws {KanmonError} IDENTITY_UNAVAILABLE when the issuer's keys cannot be had: the token was not judged */
  check(token: string): Promise<KeyCheck>
  /** The rights of somebody whom the pages signed in: those of a token with the same claims. */
  admit(person: Person): KeyCheck
}

/** Asymmetric only: with a symmetric one the public key would do as the secret. */
const ALGORITHMS = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ')
const FETCH_MILLISECONDS = 5000
const RETRY_SECONDS = 5

/** What is the token's fault. Anything else is about the way to the issuer. */
const TOKEN_FAULTS: ReadonlySet<string> = new Set([
  errors.JWTInvalid.code,
  errors.JWTClaimValidationFailed.code,
  errors.JWSInvalid.code,
  errors.JWSSignatureVerificationFailed.code,
  errors.JOSEAlgNotAllowed.code,
  errors.JOSENotSupported.code,
  errors.JWKSNoMatchingKey.code,
  errors.JWKSMultipleMatchingKeys.code,
])

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https?$/ }) })

async function discover(issuer: string): Promise<URL> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await fetch(address, {
    redirect: 'error',
    signal: AbortSignal.timeout(FETCH_MILLISECONDS),
  })
  if (!response.ok) throw new Error(`${address} answers ${response.status}`)
  const document = discovery.parse(await response.json())
  if (document.issuer !== issuer) throw new Error(`${address} is of another issuer`)
  return new URL(document.jwks_uri)
}

/** Bearer tokens of one issuer: signature, issuer, audience and times are checked, and nothing in them is believed before. */
export function createTokens(
  config: TokenConfig,
  ports: { readonly now: () => number; readonly onUnavailable: (error: unknown) => void },
): Tokens {
  let keys: Promise<JWTVerifyGetKey> | null = null

  function issuerKeys(): Promise<JWTVerifyGetKey> {
    if (keys !== null) return keys
    const address =
      config.jwksUrl === null ? discover(config.issuer) : Promise.resolve(new URL(config.jwksUrl))
    keys = address.then((url) => createRemoteJWKSet(url, { timeoutDuration: FETCH_MILLISECONDS }))
    keys.catch(() => {
      keys = null
    })
    return keys
  }

  return {
    check: async (token) => {
      try {
        const { payload } = await jwtVerify(token, await issuerKeys(), {
          issuer: config.issuer,
          audience: config.audience,
          algorithms: ALGORITHMS,
          clockTolerance: config.clockTolerance,
          currentDate: new Date(ports.now()),
          requiredClaims: ['exp', 'sub'],
        })
        const person = personOf(payload, config)
        if (person === null)
          return { ok: false, isKnown: true, detail: `the token has no usable claim ${config.nameClaim}` }
        return { ok: true, principal: principalOf(person, config) }
      } catch (error) {
        const code = error instanceof errors.JOSEError ? error.code : ''
        if (code === errors.JWTExpired.code)
          return { ok: false, isKnown: true, detail: 'the token is expired' }
        if (TOKEN_FAULTS.has(code))
          return { ok: false, isKnown: false, detail: 'the token is not valid here' }
        ports.onUnavailable(error)
        throw new KanmonError(
          'IDENTITY_UNAVAILABLE',
          'the issuer of tokens cannot be asked for its keys; the token was not judged, try it again',
          { cause: error, retryAfter: RETRY_SECONDS },
        )
      }
    },
    admit: (person) =>
      person.issuer === config.issuer
        ? { ok: true, principal: principalOf(person, config) }
        : { ok: false, isKnown: true, detail: 'the issuer is not the one of this server any more' },
  }
}
