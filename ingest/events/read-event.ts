import { z } from 'zod'
import {
  EARLIEST_EVENT,
  envelope,
  type Envelope,
  MAX_AHEAD_MILLISECONDS,
  MAX_DEPTH,
  MAX_EVENT_BYTES,
} from '../../schemas/envelope.ts'
import { type DataOf, type FactKind, kinds, naturalKey } from '../../schemas/facts/index.ts'
import { REFUSED_REPORT_TYPE } from '../../schemas/refused-report.ts'
import type { Refusal, RefusalCode } from '../../schemas/refusals.ts'
import { AcceptedFact, type EventReading } from './accepted-fact.ts'
import type { SentText } from '../candidate.ts'
import type { Admit } from './admit.ts'
import { fromCDEvent, identifyCDEvent, isCDEvent } from './cdevents/from-cdevent.ts'
import { compiledKinds } from './compiled-kinds.ts'
import { clip, describe } from './describe.ts'
import { isDeeperThan } from './depth.ts'
import { canonicalJson } from './digest.ts'
import { guessKind, readType } from './event-type.ts'
import type { EnvelopeHeads } from './envelope-heads.ts'
import { toRefusal } from './issues.ts'
import type { RowMemory } from './row-memory.ts'
import { refusalOfReport } from './refused-report.ts'

/** Without the data: they are for the schema of their kind, which takes nothing that the envelope does not take. */
const compiledEnvelope = z.compile(envelope.omit({ data: true }))
type Attributes = Pick<Envelope, 'subject' | 'source' | 'id'>

export interface ReadingContext {
  readonly now: number
  /** Size of the event in bytes of UTF-8; asked only when its nesting is within the limit. */
  readonly bytes: () => number
  /** True only on the routes of holds and waivers. */
  readonly allowOrders?: boolean
  /** Which events the sender may send; all without it. */
  readonly admit?: Admit | undefined
  /** Where to write the row; memory of its own without it. */
  readonly rows?: RowMemory | undefined
  /** What reads plain envelopes; without it no event is read by the short way. */
  readonly heads?: EnvelopeHeads | undefined
}

/**
 * Turns any JSON value into a fact or into the one most telling reason why it is none. It never throws
 * for what was sent, and nothing that fails a check of its kind's schema comes through.
 */
export function readEvent(value: unknown, context: ReadingContext): EventReading {
  const reading = read(value, context)
  if ('code' in reading) {
    const about = identify(value)
    return { ok: false, refusal: refuseSender(value, about, context) ?? reading, ...about }
  }
  return { ok: true, fact: reading }
}

/**
 * The fact that `readEvent` makes of an event's text, or null where it may not make one or is needed to find out: then
 * nothing has happened yet. Of the text only the data are parsed as JSON.
 */
export function readPlainEvent(
  { content, start, end }: SentText,
  context: Omit<ReadingContext, 'bytes'>,
): AcceptedFact | null {
  const head = context.heads?.read(content, start, end) ?? null
  // Only these schemas bound how deep their data are nested.
  if (head === null || !compiledKinds[head.kind].keepsInput) return null
  const { kind, subject, occurredAt, dataStart, dataEnd } = head
  if (refuseIntake(kind, subject, context) !== undefined || !isWithin(occurredAt, context.now)) return null
  const data = parseObject(content.toString('utf8', dataStart, dataEnd))
  if (data === null || (context.admit?.({ kind, project: subject, data }) ?? null) !== null) return null
  return readData(kind, occurredAt, head, data, context.rows)
}

const isWithin = (occurredAt: number, now: number) =>
  occurredAt >= EARLIEST_EVENT && occurredAt <= now + MAX_AHEAD_MILLISECONDS

/** Null for what is not JSON; text that begins with a brace is an object. */
function parseObject(text: string): object | null {
  try {
    return JSON.parse(text) as object
  } catch {
    return null
  }
}

/** Of what is refused anyway: whoever may not write about a subject may not have anything refused about it either. */
function refuseSender(
  value: unknown,
  { kind, project }: { kind: string | null; project: string | null },
  { admit }: ReadingContext,
): Refusal | null {
  if (admit === undefined || project === null) return null
  const data = typeof value === 'object' && value !== null && isRecord(value) ? value.data : {}
  return admit({ kind, project, data })
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
  if (!isCDEvent(value)) return readOwn(value, context)
  const translated = fromCDEvent(value)
  return 'refusal' in translated ? translated.refusal : readOwn(translated.event, context)
}

function readOwn(value: object, context: ReadingContext): AcceptedFact | Refusal {
  const attributes = compiledEnvelope.safeParse(value)
  if (!attributes.success || !isRecord(value)) return refuseEnvelope(value)
  const { type, subject, time } = attributes.data
  if (type === REFUSED_REPORT_TYPE) return refusalOfReport(value.data)
  const reading = readType(type)
  if (!reading.ok) return reading.refusal
  const occurredAt = Date.parse(time)
  return (
    refuseIntake(reading.kind, subject, context) ??
    context.admit?.({ kind: reading.kind, project: subject, data: value.data }) ??
    refuseTime(time, occurredAt, context.now) ??
    readData(reading.kind, occurredAt, attributes.data, value.data, context.rows) ??
    refuseData(reading.kind, value)
  )
}

const isRecord = (value: object): value is { data: object } =>
  'data' in value && typeof value.data === 'object' && value.data !== null && !Array.isArray(value.data)

function refuseEnvelope(value: object): Refusal {
  const { error } = envelope.safeParse(value)
  if (error === undefined) throw new Error('readEvent: the envelope is refused and not refused')
  return asTimeRefusal(toRefusal(error.issues, value), value)
}

/** The refusal of an event that exceeds `MAX_EVENT_BYTES`. */
export function tooLarge(bytes: number): Refusal {
  return refuse('EVENT_TOO_LARGE', null, `an event must have at most ${MAX_EVENT_BYTES} bytes, got ${bytes}`)
}

function refuseIntake(
  kind: FactKind,
  subject: string,
  context: Pick<ReadingContext, 'allowOrders'>,
): Refusal | undefined {
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

function refuseTime(time: string, occurredAt: number, now: number): Refusal | undefined {
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

/** The fact that an event is, or null when anything about its data is wrong. */
function readData(
  kind: FactKind,
  occurredAt: number,
  event: Attributes,
  data: unknown,
  rows: RowMemory | undefined,
): AcceptedFact | null {
  const compiled = compiledKinds[kind]
  const parsed = compiled.parse(data)
  if (!parsed.success) return null
  const said = {
    kind,
    project: event.subject,
    key: naturalKey(kind, parsed.data as DataOf<typeof kind>),
    occurredAt,
    source: event.source,
    id: event.id,
    payload: compiled.write(parsed.data),
    retracted: parsed.data['retracted'] === true,
  }
  return new AcceptedFact(said, compiled.keepsInput ? undefined : canonicalJson(data), rows)
}

/** The refusal by the kind's own schema, whose issues come in the order in which its fields are documented. */
function refuseData(kind: FactKind, sent: { data: unknown }): Refusal {
  const schema = kinds[kind].data
  const { error } = schema.safeParse(sent.data)
  if (error === undefined) throw new Error(`readEvent: ${kind} is refused and not refused`)
  const issues = error.issues.map((issue) => ({ ...issue, path: ['data', ...issue.path] }))
  return toRefusal(issues, sent, Object.keys(schema.shape))
}

function identify(value: unknown): { id: string | null; project: string | null; kind: string | null } {
  const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const text = (field: unknown) =>
    typeof field === 'string' && field !== '' ? clip(field, false, 200) : null
  const own = (name: string) => (Object.hasOwn(fields, name) ? fields[name] : undefined)
  if (isCDEvent(fields)) return { id: text(own('id')), ...identifyCDEvent(fields) }
  return { id: text(own('id')), project: text(own('subject')), kind: guessKind(own('type')) }
}

function refuse(code: RefusalCode, field: string | null, message: string): Refusal {
  return { code, field, message }
}
