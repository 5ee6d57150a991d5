import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { SignIns } from '../api/auth/sign-ins.ts'
import type { SignInWay } from '../schemas/config-sign-in.ts'
import type { LiveUpdates } from './live/live-updates.ts'
import type { OidcSignIn } from './session/oidc/sign-in.ts'

/** What is around the pages: who comes in, how long they stay, what tells them that something is new. */
export interface Site {
  /** Visitors sign in, and what they may see and do is the API's answer to them. */
  readonly isAccessControlled: boolean
  /** 32 bytes, with which sessions are sealed and forms are marked; the same in all processes of an installation. */
  readonly secret: Uint8Array
  readonly sessionSeconds: number
  /** A new id that nobody can guess. */
  readonly newId: () => string
  /** The ways to sign in that are offered. */
  readonly ways: readonly SignInWay[]
  /** Sign-in by way of an issuer; null where there is none. */
  readonly oidc: OidcSignIn | null
  /** Is told who signs in, and who is refused. */
  readonly signIns: SignIns
  readonly live: LiveUpdates | null
  readonly logger: Pick<Logger, 'error'>
}

const HOUR = 3600

/** 32 bytes from what was configured; random ones, which end with the process, when nothing was. */
export function siteSecret(configured: string | undefined): Uint8Array {
  return configured === undefined
    ? randomBytes(32)
    : createHash('sha256').update(`kanmon dashboard\n${configured}`).digest()
}

/** A site that everybody may enter. */
export function openSite(site: Partial<Site> = {}): Site {
  return {
    isAccessControlled: false,
    secret: siteSecret(undefined),
    sessionSeconds: 12 * HOUR,
    newId: () => randomBytes(16).toString('base64url'),
    ways: ['key'],
    oidc: null,
    signIns: {
      blocked: () => Promise.resolve(null),
      failed: () => Promise.resolve(),
      note: () => Promise.resolve(),
    },
    live: null,
    logger: { error: () => undefined },
    ...site,
  }
}
