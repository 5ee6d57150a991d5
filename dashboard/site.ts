import { createHash, randomBytes } from 'node:crypto'
import type { Logger } from 'pino'
import type { LiveUpdates } from './live/live-updates.ts'

/** What is around the pages: who comes in, how long they stay, what tells them that something is new. */
export interface Site {
  /** Visitors sign in, and what they may see and do is the API's answer to them. */
  readonly isAccessControlled: boolean
  /** 32 bytes, with which sessions are sealed and forms are marked; the same in all processes of an installation. */
  readonly secret: Uint8Array
  readonly sessionSeconds: number
  /** A new id that nobody can guess. */
  readonly newId: () => string
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
    live: null,
    logger: { error: () => undefined },
    ...site,
  }
}
