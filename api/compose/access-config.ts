import type { Intake } from '../../ingest/intake/intake.ts'
import type { Environment } from '../../schemas/config.ts'
import { isAccessControlled } from '../../schemas/config-access.ts'
import { admitAnonymous } from '../auth/admission.ts'
import type { Keys } from '../auth/keys.ts'
import { readClaimGrants } from '../auth/claim-grants.ts'
import type { TokenConfig } from '../auth/tokens.ts'
import type { AccessConfig } from './access.ts'

async function tokenConfig(environment: Environment): Promise<TokenConfig | null> {
  const { KANMON_OIDC_ISSUER: issuer, KANMON_OIDC_AUDIENCE: audience, KANMON_OIDC_GRANTS: file } = environment
  if (issuer === undefined || audience === undefined || file === undefined) return null
  return {
    issuer,
    audience,
    jwksUrl: environment.KANMON_OIDC_JWKS_URL ?? null,
    rolesClaim: environment.KANMON_OIDC_ROLES_CLAIM,
    nameClaim: environment.KANMON_OIDC_NAME_CLAIM,
    clockTolerance: environment.KANMON_OIDC_CLOCK_TOLERANCE,
    grants: await readClaimGrants(file),
  }
}

/** How access is controlled, as the environment says. @throws {Error} when the file of grants is wrong */
export async function accessConfig(environment: Environment): Promise<AccessConfig> {
  return {
    isOn: isAccessControlled(environment),
    adminKey: environment.KANMON_ADMIN_KEY ?? null,
    tokens: await tokenConfig(environment),
    limits: {
      requests: environment.KANMON_RATE_LIMIT,
      deliveries: environment.KANMON_RATE_LIMIT_EVENTS,
      failures: environment.KANMON_FAILED_ATTEMPTS,
    },
    proxies: environment.KANMON_PROXIES,
    openMetrics: environment.KANMON_METRICS === 'open',
  }
}

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '::1', '[::1]']

/**
 * The host names that requests may be addressed to. Without access control only those of this machine, so that no
 * page in a browser can reach it under a name of its own; with it any, unless some are named.
 */
export function allowedHosts(environment: Environment): ReadonlySet<string> | null {
  const named = environment.KANMON_ALLOWED_HOSTS
  if (named === undefined && isAccessControlled(environment)) return null
  return new Set([...LOOPBACK_HOSTS, ...(named ?? [])])
}

/** @throws {Error} when access control is on and there is no credential with which anybody could come in */
export async function requireEntrance(config: AccessConfig, keys: Pick<Keys, 'list'>): Promise<void> {
  if (!config.isOn || config.adminKey !== null || config.tokens !== null) return
  if ((await keys.list()).some(({ state }) => state === 'valid')) return
  throw new Error(
    'access control is on and nobody could come in: set KANMON_ADMIN_KEY (openssl rand -hex 32) or KANMON_OIDC_ISSUER; ' +
      'for this machine alone, KANMON_AUTH=off on a loopback KANMON_HOST',
  )
}

/** The intake as it serves what comes without a sender: what a person must answer for waits in the quarantine. */
export function withoutSender(intake: Intake, config: AccessConfig): Intake {
  if (!config.isOn) return intake
  return { ...intake, deliver: (candidates, origin) => intake.deliver(candidates, origin, admitAnonymous) }
}
