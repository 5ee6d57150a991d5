import { KanmonError } from '../../schemas/errors.ts'
import type { Principal } from './caller.ts'
import { hashOf, KEY_PREFIX, matchesHash } from './key-format.ts'
import type { KeyCheck, Keys } from './keys.ts'
import type { Person } from './people.ts'
import type { Throttle } from './throttle.ts'
import type { Tokens } from './tokens.ts'

export interface Credentials {
  readonly authorization: string | undefined
  readonly address: string
  /** Whom the pages of this process signed in, when it is they who ask. */
  readonly person: Person | null
}

export type Authenticate = (credentials: Credentials) => Promise<Principal>

export interface AuthenticatePorts {
  readonly keys: Pick<Keys, 'check'>
  readonly tokens: Tokens | null
  /** The key of the environment, with which the first other key is made. */
  readonly adminKey: string | null
  readonly throttle: Throttle
}

const BEARER = /^Bearer +([\x21-\x7e]{1,16384}) *$/i

const ADMIN: Principal = {
  kind: 'principal',
  id: 'environment:KANMON_ADMIN_KEY',
  name: 'admin (KANMON_ADMIN_KEY)',
  grants: [{ role: 'admin', projects: 'all' }],
}

/**
 * Finds out who a request is from. Attempts that prove nothing count against their address, and from an address
 * with too many of them nothing is looked at; an expired or revoked credential is refused and does not count.
 *
 * @throws {KanmonError} UNAUTHENTICATED, RATE_LIMITED, or IDENTITY_UNAVAILABLE when it could not be found out
 */
export function createAuthenticate(ports: AuthenticatePorts): Authenticate {
  const adminHash = ports.adminKey === null ? null : hashOf(ports.adminKey)

  function check(credential: string): Promise<KeyCheck> {
    if (adminHash !== null && matchesHash(credential, adminHash))
      return Promise.resolve({ ok: true, principal: ADMIN })
    if (credential.startsWith(KEY_PREFIX)) return ports.keys.check(credential)
    if (ports.tokens !== null && credential.split('.').length === 3) return ports.tokens.check(credential)
    return Promise.resolve({ ok: false, isKnown: false, detail: 'the credential is not known' })
  }

  const admit = (person: Person): KeyCheck =>
    ports.tokens?.admit(person) ?? { ok: false, isKnown: true, detail: 'there is no issuer any more' }

  return async ({ authorization, address, person }) => {
    const credential = BEARER.exec(authorization ?? '')?.[1]
    if (credential === undefined && person === null) {
      throw new KanmonError(
        'UNAUTHENTICATED',
        'a key or a token is needed, in the header Authorization: Bearer …',
      )
    }
    const wait = await ports.throttle.blocked(address)
    if (wait !== null) {
      const detail = 'too many failed attempts from this address; nothing is looked at for a while'
      throw new KanmonError('RATE_LIMITED', detail, { retryAfter: wait })
    }
    const found = person === null ? await check(credential ?? '') : admit(person)
    if (found.ok) return found.principal
    if (!found.isKnown) await ports.throttle.failed(address)
    throw new KanmonError('UNAUTHENTICATED', found.detail)
  }
}
