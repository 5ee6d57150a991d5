import { isUtf8 } from 'node:buffer'
import { MAX_BODY_BYTES, MAX_EVENT_BYTES } from '../../schemas/envelope.ts'
import type { Refusal, RefusalCode } from '../../schemas/refusals.ts'
import { headOf, type Raw, rawOf } from '../candidate.ts'
import { clip } from '../events/describe.ts'
import { malformedJson } from '../events/malformed-json.ts'
import { tooLarge } from '../events/read-event.ts'
import type { ReceivedMessage } from './batch-payload.ts'
import { undecodable } from './undecodable.ts'

/** An event of a message, or why there is none; `position` is its place in a message that holds several. */
export type ReadEvent = { readonly position: number; readonly raw: () => Raw; readonly bytes?: number } & (
  { readonly value: unknown } | { readonly refusal: Refusal }
)

/** Of one message: more would let a single message be refused a million times. */
export const MAX_EVENTS_A_MESSAGE = 10_000

/**
 * The events of a message: structured CloudEvents JSON, one event a message; also a JSON array of events, or NDJSON
 * where the header `content-type` says so. What is no event is one refusal; nothing is thrown for what was sent. One event
 * alone is not parsed yet: then it is the message's value.
 */
export function readMessage({ value, headers }: ReceivedMessage): Buffer | readonly ReadEvent[] {
  const told = undecodable(headers)
  if (told !== null) return [refused(value, 'INVALID_FORMAT', `a packed batch at offset ${told}`)]
  if (value === null) {
    const sentence =
      'the message is a tombstone; facts are not deleted: send the fact again with retracted: true'
    return [refused(null, 'MALFORMED_JSON', sentence)]
  }
  if (value.length === 0) return [refused(value, 'MALFORMED_JSON', 'the message is empty')]
  const binary = Object.keys(headers ?? {}).find((name) => /^ce_/i.test(name))
  if (binary !== undefined) {
    const sentence = `the message has the header ${clip(binary)} of CloudEvents' binary mode; only structured mode is read`
    return [refused(value, 'INVALID_FORMAT', sentence)]
  }
  const type = contentType(headers)
  const form = type === null ? 'json' : FORMS[type]
  if (form === undefined) {
    const sentence = `content-type ${clip(type ?? '')} is not read; send ${Object.keys(FORMS)[0] ?? ''}`
    return [refused(value, 'INVALID_FORMAT', sentence)]
  }
  if (value.length > (form === 'json' && value[0] !== BRACKET ? MAX_EVENT_BYTES : MAX_BODY_BYTES))
    return [{ position: 0, raw: rawBytes(value), bytes: value.length, refusal: tooLarge(value.length) }]
  if (!isUtf8(value)) return [refused(value, 'MALFORMED_JSON', 'the message is not valid UTF-8')]
  if (form === 'lines') return readLines(value)
  return value[0] === BRACE ? value : readJson(value)
}

const [BRACKET, BRACE] = [0x5b, 0x7b]

const FORMS: Readonly<Partial<Record<string, 'json' | 'lines'>>> = {
  'application/cloudevents+json': 'json',
  'application/json': 'json',
  'application/cloudevents-batch+json': 'json',
  'application/x-ndjson': 'lines',
  'application/cloudevents+ndjson': 'lines',
}

function contentType(headers: ReceivedMessage['headers']): string | null {
  const given = headers?.['content-type']
  if (given === undefined) return null
  return Buffer.isBuffer(given)
    ? (given.toString('utf8').split(';')[0] ?? '').trim().toLowerCase()
    : 'of no text'
}

function readJson(value: Buffer): readonly ReadEvent[] {
  const event = parse(value.toString('utf8'), 0, rawBytes(value), value.length)
  if (!('value' in event) || !Array.isArray(event.value)) return [event]
  const elements: readonly unknown[] = event.value
  if (elements.length > MAX_EVENTS_A_MESSAGE) return [tooMany(value)]
  if (elements.length === 0) return [refused(value, 'NOT_AN_OBJECT', 'the message is an empty batch')]
  return elements.map((element, position) => ({
    position,
    value: element,
    raw: () => rawElement(element, value),
    ...(value.length <= MAX_EVENT_BYTES && { bytes: value.length }),
  }))
}

function readLines(value: Buffer): readonly ReadEvent[] {
  const lines = value.toString('utf8').split('\n')
  const events = lines.flatMap((line, position) => {
    if (line.trim() === '') return []
    const bytes = Buffer.byteLength(line)
    if (bytes > MAX_EVENT_BYTES)
      return [{ position, raw: () => rawOf(line), bytes, refusal: tooLarge(bytes) }]
    return [parse(line, position, () => rawOf(line), bytes)]
  })
  if (events.length > MAX_EVENTS_A_MESSAGE) return [tooMany(value)]
  return events.length > 0 ? events : [refused(value, 'MALFORMED_JSON', 'the message has no events')]
}

function parse(text: string, position: number, raw: () => Raw, bytes: number): ReadEvent {
  try {
    return { position, raw, bytes, value: JSON.parse(text) as unknown }
  } catch (error) {
    return { position, raw, bytes, refusal: malformedJson(error) }
  }
}

/** JSON.stringify recurses; of an element nested too deeply for it, the message's head is kept instead. */
function rawElement(element: unknown, value: Buffer): Raw {
  try {
    return rawOf(JSON.stringify(element))
  } catch {
    return rawBytes(value)()
  }
}

function tooMany(value: Buffer): ReadEvent {
  return refused(value, 'TOO_LONG', `a message may hold at most ${MAX_EVENTS_A_MESSAGE} events`)
}

function refused(value: Buffer | null, code: RefusalCode, message: string): ReadEvent {
  const bytes = value?.length ?? 0
  return { position: 0, raw: rawBytes(value), bytes, refusal: { code, field: null, message } }
}

/** What is kept of a whole message. */
export const rawBytes = (value: Buffer | null) => (): Raw =>
  value === null ? { text: '', bytes: 0 } : { text: headOf(value), bytes: value.length }
