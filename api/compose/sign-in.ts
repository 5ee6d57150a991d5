import { readFile } from 'node:fs/promises'
import { createIssuer } from '../../dashboard/session/oidc/issuer.ts'
import type { OidcSignIn } from '../../dashboard/session/oidc/sign-in.ts'
import type { Environment } from '../../schemas/config.ts'
import type { SignInWay } from '../../schemas/config-sign-in.ts'
import type { ApiPorts } from '../app-types.ts'
import { personOf } from '../auth/people.ts'
import type { AccessConfig } from './access.ts'

async function clientSecret(environment: Environment): Promise<string | null> {
  const { KANMON_OIDC_CLIENT_SECRET: given, KANMON_OIDC_CLIENT_SECRET_FILE: file } = environment
  if (file === undefined) return given ?? null
  const variable = 'KANMON_OIDC_CLIENT_SECRET_FILE'
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new Error(`${variable}: ${file} cannot be read`, { cause })
  })
  const secret = text.replace(/\r?\n$/, '')
  if (secret === '') throw new Error(`${variable}: ${file} is empty`)
  return secret
}

/** How people sign in to the pages. */
export interface SignInConfig {
  readonly ways: readonly SignInWay[]
  readonly oidc: OidcSignIn | null
}

/** How people sign in to the pages, as the environment says. @throws {Error} when the file with the secret is wrong */
export async function signInConfig(
  environment: Environment,
  { tokens, isOn }: Pick<AccessConfig, 'tokens' | 'isOn'>,
  logger: Pick<ApiPorts['logger'], 'warn'>,
): Promise<SignInConfig> {
  const { KANMON_OIDC_CLIENT_ID: clientId, KANMON_PUBLIC_URL: publicUrl } = environment
  const hasIssuer = isOn && tokens !== null && clientId !== undefined && publicUrl !== undefined
  const ways = environment.KANMON_SIGN_IN ?? (hasIssuer ? (['oidc', 'key'] as const) : (['key'] as const))
  if (!hasIssuer) return { ways, oidc: null }
  const issuer = createIssuer({
    issuer: tokens.issuer,
    clientId,
    clientSecret: await clientSecret(environment),
    clientAuth: environment.KANMON_OIDC_CLIENT_AUTH,
    scope: environment.KANMON_OIDC_SCOPE,
    publicUrl,
    jwksUrl: tokens.jwksUrl,
    clockTolerance: tokens.clockTolerance,
  })
  return {
    ways,
    oidc: {
      issuer,
      issuerHost: new URL(tokens.issuer).host,
      publicUrl,
      personOf: (claims) => personOf(claims, tokens),
      logger,
    },
  }
}
