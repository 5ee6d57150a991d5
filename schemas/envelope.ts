import { z } from 'zod'
import { instant, line, subject } from './primitives.ts'

/** Facts that happened before this are refused. */
export const EARLIEST_EVENT = Date.parse('1990-01-01T00:00:00Z')
/** How far ahead of the receiver's clock an event's time may be. */
export const MAX_AHEAD_MILLISECONDS = 5 * 60_000
/** Deepest nesting of objects and arrays in an event. */
export const MAX_DEPTH = 16
/** Largest event in bytes of UTF-8. */
export const MAX_EVENT_BYTES = 1_048_576
/** Largest body of a single event or a JSON batch, after decompression. NDJSON is read line by line and has no such limit. */
export const MAX_BODY_BYTES = 8_388_608

export const TYPE_PREFIX = 'dev.kanmon.'

/**
 * CloudEvents 1.0 in structured mode. Extension attributes (lower-case letters and digits) are allowed
 * and ignored; unknown fields inside `data` are not.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
export const envelope = z.object({
  specversion: z.literal('1.0'),
  type: line(200),
  source: line(500),
  id: line(200),
  subject,
  time: instant,
  datacontenttype: z.enum(['application/json']).optional(),
  dataschema: line(2000).optional(),
  data: z.record(z.string(), z.unknown()),
})
export type Envelope = z.infer<typeof envelope>
