import type { Context } from 'hono'
import type { AuditRow } from '../../store/access/append-audit.ts'
import type { AuditQuery } from '../../store/access/list-audit.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { Authenticate } from './authenticate.ts'
import type { Keys } from './keys.ts'
import type { Divisions } from './scope.ts'
import type { Throttle } from './throttle.ts'

/** Who may do what, and what is written down of it. */
export interface Access {
  /** Off: everybody may do everything, nobody has a name, and nothing is written down. */
  readonly isOn: boolean
  readonly authenticate: Authenticate
  readonly keys: Keys
  readonly throttle: Throttle
  readonly trail: AuditTrail
  readonly listAudit: (query: AuditQuery) => Promise<{ rows: AuditRow[]; next: string | null }>
  readonly divisions: Divisions
  readonly addressOf: (c: Context) => string
  /** `/metrics` asks for no permission. */
  readonly openMetrics: boolean
}
