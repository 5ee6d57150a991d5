import type { Logger } from 'pino'
import type { Person } from '../../../api/auth/people.ts'
import type { Issuer } from './issuer.ts'

/** Sign-in by way of an issuer, as the pages need it. */
export interface OidcSignIn {
  readonly issuer: Issuer
  /** Under which name people know it. */
  readonly issuerHost: string
  /** Scheme and host under which browsers reach the pages. */
  readonly publicUrl: string
  /** Who is meant by the issuer's claims; null when they hold no usable name. */
  readonly personOf: (claims: Readonly<Record<string, unknown>>) => Person | null
  readonly logger: Pick<Logger, 'warn'>
}
