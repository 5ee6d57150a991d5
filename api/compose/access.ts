import { randomBytes } from 'node:crypto'
import { KanmonError } from '../../schemas/errors.ts'
import { appendAudit } from '../../store/access/append-audit.ts'
import { appendKeyChange } from '../../store/access/append-key-change.ts'
import { appendKeyUse, lastKeyUses } from '../../store/access/key-uses.ts'
import { listAudit } from '../../store/access/list-audit.ts'
import { listKeyChanges } from '../../store/access/list-key-changes.ts'
import { projectDivisions } from '../../store/access/project-divisions.ts'
import type { Store } from '../../store/store.ts'
import type { ApiPorts } from '../app-types.ts'
import type { Access } from '../auth/access.ts'
import { clientAddress } from '../auth/address.ts'
import { createAuditTrail } from '../auth/audit-trail.ts'
import { createAuthenticate } from '../auth/authenticate.ts'
import { createKeyRing } from '../auth/key-ring.ts'
import { createKeys } from '../auth/keys.ts'
import { createThrottle, type ThrottleLimits } from '../auth/throttle.ts'
import { createTokens, type TokenConfig } from '../auth/tokens.ts'
import { cursorChecked } from './cursor-checked.ts'

/** How access is controlled. */
export interface AccessConfig {
  readonly isOn: boolean
  readonly adminKey: string | null
  readonly tokens: TokenConfig | null
  readonly limits: ThrottleLimits
  readonly proxies: number
  readonly openMetrics: boolean
}

export const ACCESS_OFF: AccessConfig = {
  isOn: false,
  adminKey: null,
  tokens: null,
  limits: { requests: 0, deliveries: 0, failures: 1 },
  proxies: 0,
  openMetrics: true,
}

export interface AccessParts {
  readonly store: Store
  readonly now: () => number
  readonly monotonic: () => number
  readonly newId: () => string
  readonly logger: ApiPorts['logger']
}

/** Notes the first use of a key on each day: more is not asked for, and every row costs an insert. */
function usesOf({ store, now, logger }: AccessParts): (id: string) => void {
  const noted = new Map<string, string>()
  return (key) => {
    const day = new Date(now()).toISOString().slice(0, 10)
    if (noted.get(key) === day) return
    noted.set(key, day)
    appendKeyUse(store, { key, day }).catch((error: unknown) => {
      noted.delete(key)
      logger.warn({ event: 'access.use-unnoted', key, error })
    })
  }
}

function keysAway(cause: unknown): never {
  const detail = 'keys cannot be read at the moment; nobody was judged, try it again'
  throw new KanmonError('STORE_UNAVAILABLE', detail, { cause, retryAfter: 5 })
}

/** Access control over a store. */
export function composeAccess(config: AccessConfig, parts: AccessParts): Access {
  const { store, now, logger } = parts
  const ring = createKeyRing({
    listChanges: () => listKeyChanges(store).catch(keysAway),
    append: (change) => appendKeyChange(store, change),
    monotonic: parts.monotonic,
  })
  const keys = createKeys({
    ring,
    lastUses: () => lastKeyUses(store),
    noteUse: usesOf(parts),
    randomBytes,
    now,
  })
  const throttle = createThrottle(config.limits)
  const onUnavailable = (error: unknown) => logger.warn({ event: 'access.issuer-unavailable', error })
  return {
    isOn: config.isOn,
    authenticate: createAuthenticate({
      keys,
      tokens: config.tokens && createTokens(config.tokens, { now, onUnavailable }),
      adminKey: config.adminKey,
      throttle,
    }),
    keys,
    throttle,
    trail: createAuditTrail({
      append: (rows) => appendAudit(store, rows),
      now,
      newId: parts.newId,
      onLost: (rows, error) => logger.error({ event: 'audit.lost', rows, error }),
    }),
    listAudit: (query) => cursorChecked(listAudit(store, query)),
    divisions: {
      of: (projects) => projectDivisions(store, { now: now(), projects }),
      all: () => projectDivisions(store, { now: now() }),
    },
    addressOf: (c) => clientAddress(c, config.proxies),
    openMetrics: config.openMetrics,
  }
}
