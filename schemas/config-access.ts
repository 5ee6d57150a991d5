import { z } from 'zod'

const secondsOfSkew = z.coerce.number().int().min(0).max(300)
const perMinute = z.coerce.number().int().min(0).max(1_000_000)
const claim = z.string().regex(/^[\w.:/-]{1,200}$/, { error: 'must be the name of a claim' })

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1', '[::1]'])
export const isLoopback = (host: string) => LOOPBACK.has(host)

/** Plain http would let anybody on the way hand out keys of his own; on loopback there is no way. */
const secureUrl = z.url({ protocol: /^https?$/ }).refine(
  (text) => {
    const url = new URL(text)
    return url.protocol === 'https:' || isLoopback(url.hostname)
  },
  { error: 'must be https, but on loopback' },
)

const hosts = z
  .string()
  .transform((list) => list.split(',').map((host) => host.trim().toLowerCase()))
  .pipe(
    z.array(z.string().regex(/^[\w.[\]:-]{1,253}$/, { error: 'must be host names, without ports' })).min(1),
  )

/** The variables of access control. */
export const accessVariables = {
  KANMON_AUTH: z.enum(['on', 'off']).optional(),
  KANMON_ADMIN_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{32,512}$/, {
      error: 'must be 32 to 512 visible ASCII characters without spaces; make one with: openssl rand -hex 32',
    })
    .optional(),
  KANMON_ALLOWED_HOSTS: hosts.optional(),
  KANMON_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  KANMON_METRICS: z.enum(['open', 'protected']).default('protected'),
  KANMON_RATE_LIMIT: perMinute.default(1200),
  KANMON_RATE_LIMIT_EVENTS: perMinute.default(6000),
  KANMON_FAILED_ATTEMPTS: perMinute.min(1).default(20),
  KANMON_OIDC_ISSUER: secureUrl.optional(),
  KANMON_OIDC_AUDIENCE: z.string().min(1).max(500).optional(),
  KANMON_OIDC_JWKS_URL: secureUrl.optional(),
  KANMON_OIDC_GRANTS: z.string().min(1).optional(),
  KANMON_OIDC_ROLES_CLAIM: claim.default('roles'),
  KANMON_OIDC_NAME_CLAIM: claim.default('sub'),
  KANMON_OIDC_CLOCK_TOLERANCE: secondsOfSkew.default(30),
} as const

type AccessVariables = z.infer<z.ZodObject<typeof accessVariables>> & { readonly KANMON_HOST: string }

/** Relations between the variables; for `superRefine`, so that a wrong one is named at the start. */
export function checkAccess(variables: AccessVariables, context: z.core.$RefinementCtx): void {
  const refuse = (variable: keyof AccessVariables, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message, input: variables[variable] })
  const issuer = variables.KANMON_OIDC_ISSUER
  for (const needed of ['KANMON_OIDC_AUDIENCE', 'KANMON_OIDC_GRANTS'] as const) {
    if (issuer !== undefined && variables[needed] === undefined)
      refuse(needed, 'is needed with KANMON_OIDC_ISSUER')
    if (issuer === undefined && variables[needed] !== undefined) refuse(needed, 'needs KANMON_OIDC_ISSUER')
  }
  if (isAccessControlled(variables)) return
  if (!isLoopback(variables.KANMON_HOST))
    refuse(
      'KANMON_AUTH',
      `off works on loopback only, and KANMON_HOST ${variables.KANMON_HOST} is not loopback`,
    )
  if (variables.KANMON_ALLOWED_HOSTS?.some((host) => !isLoopback(host)) === true)
    refuse('KANMON_ALLOWED_HOSTS', 'other hosts than loopback need access control (KANMON_AUTH=on)')
}

/**
 * Whether callers must prove who they are: as KANMON_AUTH says; unset, as soon as there is a way to prove it or
 * anybody but this machine could call.
 */
export function isAccessControlled(variables: AccessVariables): boolean {
  const { KANMON_AUTH, KANMON_ADMIN_KEY, KANMON_OIDC_ISSUER, KANMON_HOST } = variables
  if (KANMON_AUTH !== undefined) return KANMON_AUTH === 'on'
  return KANMON_ADMIN_KEY !== undefined || KANMON_OIDC_ISSUER !== undefined || !isLoopback(KANMON_HOST)
}
