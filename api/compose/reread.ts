import { rawOf } from '../../ingest/candidate.ts'
import type { AcceptedFact } from '../../ingest/events/accepted-fact.ts'
import type { Admit } from '../../ingest/events/admit.ts'
import { readEvent } from '../../ingest/events/read-event.ts'
import { malformedJson } from '../../ingest/events/malformed-json.ts'
import type { Entry } from '../../ingest/intake/entry.ts'
import type { Refusal } from '../../schemas/refusals.ts'
import type { QuarantineEntry } from '../../store/quarantine/rows.ts'

type Readable = Entry & { readonly fact: AcceptedFact }

/** A refused event read again: what it is now, or that its text is not all of what was sent. */
export type Reread = { readonly from: QuarantineEntry } & (
  | { readonly state: 'readable'; readonly event: unknown; readonly entry: Readable }
  | { readonly state: 'refused'; readonly refusal: Refusal }
  | { readonly state: 'not-whole' }
)

/**
 * Reads an entry with the present code. Orders are refused as ever: there is no way to them but their own routes.
 * Text that was cut, or that was no UTF-8 and is kept with replacement characters, is not what was sent.
 */
export function reread(from: QuarantineEntry, index: number, now: number, admit?: Admit): Reread {
  const { raw: text, rawBytes } = from
  const isAltered = from.code === 'MALFORMED_JSON' && text.includes('\uFFFD')
  if (isAltered || Buffer.byteLength(text) !== rawBytes) return { from, state: 'not-whole' }
  let event: unknown
  try {
    event = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return { from, state: 'refused', refusal: malformedJson(error) }
  }
  const reading = readEvent(event, { now, bytes: () => rawBytes, admit })
  if (!reading.ok) return { from, state: 'refused', refusal: reading.refusal }
  return { from, state: 'readable', event, entry: { index, raw: () => rawOf(text), fact: reading.fact } }
}
