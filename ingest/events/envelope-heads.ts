import { envelope } from '../../schemas/envelope.ts'
import type { FactKind } from '../../schemas/facts/index.ts'
import { readType } from './event-type.ts'
import { readInstant, sentDates } from './sent-instant.ts'
import { isAt, SentTexts } from './sent-texts.ts'

/** The attributes of an event, and where the text of its data lies. */
export interface EnvelopeHead {
  readonly kind: FactKind
  readonly subject: string
  readonly source: string
  readonly id: string
  /** Milliseconds. */
  readonly occurredAt: number
  readonly dataStart: number
  readonly dataEnd: number
}

const [QUOTE, BACKSLASH, COLON, COMMA, BLANK, OPEN, CLOSE] = [0x22, 0x5c, 0x3a, 0x2c, 0x20, 0x7b, 0x7d]
const DELETE = 0x7f
const MAX_ID = 200

const NAMES = ['type', 'source', 'id', 'subject', 'time', 'specversion', 'datacontenttype', 'data'].map(
  (name) => Buffer.from(name),
)
const [TYPE, SOURCE, ID, SUBJECT, TIME, SPECVERSION] = [0, 1, 2, 3, 4, 5]
const DATA = NAMES.length - 1
/** All that must stand before the data, as bits. */
const NEEDED = (1 << TYPE) | (1 << SOURCE) | (1 << ID) | (1 << SUBJECT) | (1 << TIME) | (1 << SPECVERSION)
const VERSION = Buffer.from('1.0')
const JSON_TYPE = Buffer.from('application/json')

/**
 * Reads the attributes of events in the form that nearly all have: plain ASCII without escapes, none twice, and the data
 * last. Of such an event only the data are parsed as JSON. What it reads is what `JSON.parse` and the schema of the
 * envelope would, and of anything else it says null.
 */
export class EnvelopeHeads {
  readonly #kinds = new SentTexts((type) => {
    const reading = readType(type)
    return reading.ok ? reading.kind : null
  })
  readonly #subjects = new SentTexts((text) => envelope.shape.subject.safeParse(text).data ?? null)
  readonly #sources = new SentTexts((text) => envelope.shape.source.safeParse(text).data ?? null)
  readonly #dates = sentDates()
  /** The name found at each place of the event before, which is tried first. */
  readonly #usual = new Uint8Array(NAMES.length)

  /** Of the event whose text lies from `start` to `end`. That its data are JSON is not known yet. */
  read(bytes: Buffer, start: number, end: number): EnvelopeHead | null {
    if (bytes[start] !== OPEN || !endsTwoObjects(bytes, start, end)) return null
    let seen = 0
    let kind: FactKind | null = null
    let subject: string | null = null
    let source: string | null = null
    let occurredAt: number | null = null
    let [idStart, idEnd] = [0, 0]
    for (let at = start + 1, place = 0; place < NAMES.length; place++) {
      at = skipBlanks(bytes, at)
      const nameEnd = endOfText(bytes, at, end)
      if (nameEnd === -1) return null
      const name = this.#nameAt(bytes, at + 1, nameEnd, place)
      if (name === -1 || (seen & (1 << name)) !== 0) return null
      seen |= 1 << name
      at = skipBlanks(bytes, nameEnd + 1)
      if (bytes[at] !== COLON) return null
      at = skipBlanks(bytes, at + 1)
      if (name === DATA) {
        if (bytes[at] !== OPEN || (seen & NEEDED) !== NEEDED) return null
        if (kind === null || subject === null || source === null || occurredAt === null) return null
        const id = bytes.toString('latin1', idStart, idEnd)
        return { kind, subject, source, id, occurredAt, dataStart: at, dataEnd: end - 1 }
      }
      const textEnd = endOfText(bytes, at, end)
      if (textEnd === -1) return null
      const text = at + 1
      if (name === TYPE) kind = this.#kinds.find(bytes, text, textEnd)
      else if (name === SOURCE) source = this.#sources.find(bytes, text, textEnd)
      else if (name === SUBJECT) subject = this.#subjects.find(bytes, text, textEnd)
      else if (name === TIME) occurredAt = readInstant(bytes, text, textEnd, this.#dates)
      else if (name === ID) {
        if (textEnd === text || textEnd - text > MAX_ID) return null
        idStart = text
        idEnd = textEnd
      } else if (!isAt(bytes, text, textEnd, name === SPECVERSION ? VERSION : JSON_TYPE)) return null
      at = skipBlanks(bytes, textEnd + 1)
      if (bytes[at] !== COMMA) return null
      at++
    }
    return null
  }

  #nameAt(bytes: Buffer, start: number, end: number, place: number): number {
    const usual = this.#usual[place] ?? 0
    const expected = NAMES[usual]
    if (expected !== undefined && isAt(bytes, start, end, expected)) return usual
    const found = NAMES.findIndex((name) => isAt(bytes, start, end, name))
    if (found !== -1) this.#usual[place] = found
    return found
  }
}

function skipBlanks(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === BLANK) at++
  return at
}

/** Where the quote is that ends the text which begins at `at`; -1 when that is no text or not a plain one. */
function endOfText(bytes: Buffer, at: number, end: number): number {
  if (bytes[at] !== QUOTE) return -1
  for (let place = at + 1; place < end; place++) {
    const code = bytes[place] ?? 0
    if (code === QUOTE) return place
    if (code < BLANK || code >= DELETE || code === BACKSLASH) return -1
  }
  return -1
}

/** Whether the text ends as an object whose last member is one, so that the members after the data are not tried as such. */
function endsTwoObjects(bytes: Buffer, start: number, end: number): boolean {
  if (bytes[end - 1] !== CLOSE) return false
  let at = end - 2
  while (at > start && bytes[at] === BLANK) at--
  return bytes[at] === CLOSE
}
