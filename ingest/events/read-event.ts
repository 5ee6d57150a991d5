import {
  EARLIEST_EVENT,
  envelope,
  type Envelope,
  MAX_AHEAD_MILLISECONDS,
  MAX_DEPTH,
  MAX_EVENT_BYTES,
} from '../../schemas/envelope.ts'
import { type DataOf, type FactKind, kinds, naturalKey } from '../../schemas/facts/index.ts'
import type { Refusal, RefusalCode } from '../../schemas/refusals.ts'
import type { AcceptedFact, EventReading } from './accepted-fact.ts'
import { clip, describe } from './describe.ts'
import { isDeeperThan } from './depth.ts'
import { canonicalJson, digest128 } from './digest.ts'
import { guessKind, readType } from './event-type.ts'
import { toRefusal } from './issues.ts'

export interface ReadingContext {
  readonly now: number
  /** Size of the event in bytes of UTF-8; asked only when its nesting is within the limit. */
  readonly bytes: () => number
  /** True only on the routes of holds and waivers. */
  readonly allowOrders?: boolean
}

/**
 * Turns any JSON value into a fact or into the one most telling reason why it is none. It never throws
 * for what was sent, and nothing that fails a check of its kind's schema comes through.
 */
export function readEvent(value: unknown, context: ReadingContext): EventReading {
  const reading = read(value, context)
  if ('code' in reading) return { ok: false, refusal: reading, ...identify(value) }
  return { ok: true, fact: reading }
}

function read(value: unknown, context: ReadingContext): AcceptedFact | Refusal {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse('NOT_AN_OBJECT', null, `an event must be a JSON object, got ${describe(value)}`)
  }
  if (isDeeperThan(value, MAX_DEPTH)) {
    return refuse('TOO_DEEP', null, `an event must not be nested deeper than ${MAX_DEPTH} levels`)
  }
  const bytes = context.bytes()
  if (bytes > MAX_EVENT_BYTES) return tooLarge(bytes)
  const parsed = envelope.safeParse(value)
  if (!parsed.success) return asTimeRefusal(toRefusal(parsed.error.issues, value), value)
  const type = readType(parsed.data.type)
  if (!type.ok) return type.refusal
  return (
    refuseIntake(type.kind, parsed.data.subject, context) ??
    refuseTime(parsed.data.time, context.now) ??
    readData(type.kind, parsed.data, value as { data: unknown })
  )
}

/** The refusal of an event that exceeds `MAX_EVENT_BYTES`. */
export function tooLarge(bytes: number): Refusal {
  return refuse('EVENT_TOO_LARGE', null, `an event must have at most ${MAX_EVENT_BYTES} bytes, got ${bytes}`)
}

function refuseIntake(kind: FactKind, subject: string, context: ReadingContext): Refusal | undefined {
  const { intake, wide } = kinds[kind]
  if (intake === 'order' && context.allowOrders !== true) {
    return refuse(
      'RESERVED_KIND',
      'type',
      `${kind} is not taken as an event: holds and waivers have routes of their own, such as POST /v1/holds`,
    )
  }
  if (!wide && subject.includes(':')) {
    return refuse(
      'SUBJECT_NOT_ALLOWED',
      'subject',
      `subject must be a project for ${kind}, got ${describe(subject)}`,
    )
  }
  return undefined
}

function refuseTime(time: string, now: number): Refusal | undefined {
  const occurredAt = Date.parse(time)
  if (Number.isNaN(occurredAt))
    return refuse('INVALID_FORMAT', 'time', `time must be an RFC 3339 instant, got ${describe(time)}`)
  if (occurredAt < EARLIEST_EVENT) {
    return refuse(
      'TIME_TOO_OLD',
      'time',
      `time must not be before ${new Date(EARLIEST_EVENT).toISOString()}, got ${describe(time)}`,
    )
  }
  if (occurredAt > now + MAX_AHEAD_MILLISECONDS) {
    const minutes = MAX_AHEAD_MILLISECONDS / 60_000
    return refuse(
      'TIME_IN_FUTURE',
      'time',
      `time must be at most ${minutes} minutes ahead of the receiver's clock, which shows ${new Date(now).toISOString()}, got ${describe(time)}`,
    )
  }
  return undefined
}

/** The envelope's schema bounds years too; a year outside is told as the same refusal as a moment outside. */
function asTimeRefusal(refusal: Refusal, value: object): Refusal {
  if (refusal.field !== 'time' || refusal.code !== 'OUT_OF_RANGE') return refusal
  const tooOld = 'time' in value && typeof value.time === 'string' && value.time < '1990'
  return { ...refusal, code: tooOld ? 'TIME_TOO_OLD' : 'TIME_IN_FUTURE' }
}

function readData(kind: FactKind, event: Envelope, sent: { data: unknown }): AcceptedFact | Refusal {
  const schema = kinds[kind].data
  const parsed = schema.safeParse(sent.data)
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => ({ ...issue, path: ['data', ...issue.path] }))
    return toRefusal(issues, sent, Object.keys(schema.shape))
  }
  const occurredAt = Date.parse(event.time)
  return {
    kind,
    project: event.subject,
    key: naturalKey(kind, parsed.data as DataOf<typeof kind>),
    occurredAt,
    source: event.source,
    id: event.id,
    // Neither may contain a line break, so no two pairs read the same.
    identity: digest128(`${event.source}\n${event.id}`),
    digest: digest128(`${kind}\n${event.subject}\n${occurredAt}\n${canonicalJson(sent.data)}`),
    payload: JSON.stringify(parsed.data),
    retracted: parsed.data.retracted === true,
  }
}

function identify(value: unknown): { id: string | null; project: string | null; kind: string | null } {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const text = (field: unknown) =>
    typeof field === 'string' && field !== '' ? clip(field, false, 200) : null
  const own = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined)
  return { id: text(own('id')), project: text(own('subject')), kind: guessKind(own('type')) }
}

function refuse(code: RefusalCode, field: string | null, message: string): Refusal {
  return { code, field, message }
}
