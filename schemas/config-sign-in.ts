import { z } from 'zod'
import { type accessVariables, isLoopback } from './config-access.ts'

/** How people may sign in to the pages. */
export const signInWay = z.enum(['key', 'oidc'])
export type SignInWay = z.infer<typeof signInWay>

const ways = z
  .string()
  .transform((list) => list.split(',').map((way) => way.trim()))
  .pipe(z.array(signInWay).min(1))

/** Cookies and the way back from the issuer are of one host, so the address is that of the host and nothing more. */
const origin = z.url({ protocol: /^https?$/ }).refine(
  (text) => {
    const url = new URL(text)
    const isBare = url.href === `${url.origin}/`
    return isBare && (url.protocol === 'https:' || isLoopback(url.hostname))
  },
  { error: 'must be https (but on loopback) and a host without a path, such as https://kanmon.example.org' },
)

const scopes = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*$/, {
    error: 'must be words with spaces between',
  })
  .refine((text) => text.split(' ').includes('openid'), { error: 'must have openid among its words' })

/** The variables of signing in to the pages by OpenID Connect. */
export const signInVariables = {
  KANMON_PUBLIC_URL: origin.optional(),
  KANMON_SIGN_IN: ways.optional(),
  KANMON_OIDC_CLIENT_ID: z.string().min(1).max(500).optional(),
  KANMON_OIDC_CLIENT_SECRET: z.string().min(1).max(4096).optional(),
  KANMON_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  KANMON_OIDC_CLIENT_AUTH: z.enum(['basic', 'post']).default('basic'),
  KANMON_OIDC_SCOPE: scopes.default('openid profile'),
} as const

type SignInVariables = z.infer<z.ZodObject<typeof signInVariables & typeof accessVariables>>

/** Relations between the variables; for `superRefine`, so that a wrong one is named at the start. */
export function checkSignIn(variables: SignInVariables, context: z.core.$RefinementCtx): void {
  // Without the value: one of them is a secret.
  const refuse = (variable: keyof SignInVariables, message: string) =>
    context.addIssue({ code: 'custom', path: [variable], message, input: undefined })
  const client = variables.KANMON_OIDC_CLIENT_ID
  for (const needed of ['KANMON_OIDC_ISSUER', 'KANMON_PUBLIC_URL'] as const) {
    if (client !== undefined && variables[needed] === undefined)
      refuse(needed, 'is needed with KANMON_OIDC_CLIENT_ID')
  }
  for (const idle of ['KANMON_OIDC_CLIENT_SECRET', 'KANMON_OIDC_CLIENT_SECRET_FILE'] as const) {
    if (client === undefined && variables[idle] !== undefined) refuse(idle, 'needs KANMON_OIDC_CLIENT_ID')
  }
  if (
    variables.KANMON_OIDC_CLIENT_SECRET !== undefined &&
    variables.KANMON_OIDC_CLIENT_SECRET_FILE !== undefined
  )
    refuse('KANMON_OIDC_CLIENT_SECRET', 'and KANMON_OIDC_CLIENT_SECRET_FILE: one of them is enough')
  // The issuer is shown the token of a sign-in when it ends, in an address: it must not open the API.
  if (client !== undefined && client === variables.KANMON_OIDC_AUDIENCE)
    refuse('KANMON_OIDC_CLIENT_ID', 'must be another than KANMON_OIDC_AUDIENCE')
  if (client === undefined && variables.KANMON_SIGN_IN?.includes('oidc') === true)
    refuse('KANMON_SIGN_IN', 'oidc needs KANMON_OIDC_CLIENT_ID')
}
