import { TZDate } from '@date-fns/tz'
import type { Fields } from '../../frame.ts'

/** An order as the API takes it, and in which field of the form each field of it was written. */
export interface OrderRequest {
  readonly path: string
  readonly body: Readonly<Record<string, unknown>>
  readonly fields: Readonly<Record<string, string>>
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/

/** The last millisecond of a day in a zone; what is no day is left to the API to refuse. */
export function endOfDay(date: string | undefined, zone: string): string | undefined {
  const parts = DATE.exec(date ?? '')
  if (parts === null) return date
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number]
  return new Date(new TZDate(year, month - 1, day, 23, 59, 59, 999, zone).getTime()).toISOString()
}

/** The same end of a day, or now when the day is not over: nobody has verified anything in the future. */
function onDay(date: string | undefined, zone: string, now: number): string | undefined {
  const end = endOfDay(date, zone)
  if (end === undefined || Number.isNaN(Date.parse(end))) return end
  const isToday = date === new TZDate(now, zone).toISOString().slice(0, 10)
  return isToday ? new Date(now).toISOString() : end
}

function scopeOf({ scope, project, division }: Fields): unknown {
  if (scope === 'all') return 'all'
  return scope === 'division' ? { division: division ?? '' } : { project: project ?? '' }
}

export function placeHoldRequest(fields: Fields): OrderRequest {
  const { office, reason, name } = fields
  const about = fields['scope'] === 'division' ? 'division' : 'project'
  return {
    path: '/v1/holds',
    body: { office, scope: scopeOf(fields), reason, placedBy: name },
    fields: { office: 'office', scope: about, reason: 'reason', placedBy: 'name' },
  }
}

export function liftHoldRequest(hold: string, { office, reason, name }: Fields): OrderRequest {
  return {
    path: `/v1/holds/${encodeURIComponent(hold)}/lift`,
    body: { office, reason, liftedBy: name },
    fields: { reason: 'reason', liftedBy: 'name' },
  }
}

/** @param zone the project's */
export function requestWaiverRequest(fields: Fields, zone: string): OrderRequest {
  const { project, release, gate, condition, reason, evidence, expires, name } = fields
  return {
    path: '/v1/waivers',
    body: {
      project,
      release,
      gate,
      condition,
      reason,
      evidence,
      expiresAt: endOfDay(expires, zone),
      requestedBy: name,
    },
    fields: {
      release: 'release',
      condition: 'condition',
      reason: 'reason',
      evidence: 'evidence',
      expiresAt: 'expires',
      requestedBy: 'name',
    },
  }
}

/** @param zone the project's */
export function approveWaiverRequest(waiver: string, { expires, name }: Fields, zone: string): OrderRequest {
  return {
    path: `/v1/waivers/${encodeURIComponent(waiver)}/approve`,
    body: { expiresAt: endOfDay(expires, zone), approvedBy: name },
    fields: { expiresAt: 'expires', approvedBy: 'name' },
  }
}

export function revokeWaiverRequest(waiver: string, { reason, name }: Fields): OrderRequest {
  return {
    path: `/v1/waivers/${encodeURIComponent(waiver)}/revoke`,
    body: { reason, revokedBy: name },
    fields: { reason: 'reason', revokedBy: 'name' },
  }
}

/** @param zone the project's @param now in milliseconds */
export function recordEvidenceRequest(fields: Fields, zone: string, now: number): OrderRequest {
  const { project, gate, item, result, verifier, organization, division, statement, uri, verified, name } =
    fields
  return {
    path: '/v1/evidence',
    body: {
      project,
      gate,
      item,
      result,
      verifier: { name: verifier, organization, division },
      statement,
      uri,
      verifiedAt: onDay(verified, zone, now),
      recordedBy: name,
    },
    fields: {
      item: 'item',
      result: 'result',
      'verifier.name': 'verifier',
      'verifier.organization': 'organization',
      'verifier.division': 'division',
      statement: 'statement',
      uri: 'uri',
      verifiedAt: 'verified',
      recordedBy: 'name',
    },
  }
}

/** The field of the form that the API's field was written in; null when it was in none. */
export function formField({ fields }: OrderRequest, field: string | undefined): string | null {
  if (field === undefined) return null
  return fields[field] ?? fields[field.split('.')[0] ?? ''] ?? null
}
