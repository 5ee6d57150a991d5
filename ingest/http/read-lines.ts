import { isUtf8 } from 'node:buffer'
import { MAX_EVENT_BYTES } from '../../schemas/envelope.ts'
import type { Refusal } from '../../schemas/refusals.ts'
import {
  type Candidate,
  headOf,
  type Raw,
  rawOf,
  type SentEvent,
  type SentText,
  textOfLine,
} from '../candidate.ts'
import { malformedJson } from '../events/malformed-json.ts'
import { tooLarge } from '../events/read-event.ts'
import { BodyFault } from './body-failure.ts'
import { type Line, type Lines, NEWLINE, splitLines } from './lines.ts'

/**
 * The events of an NDJSON body, one a line, read as they come: the memory needed does not grow with the
 * body. A bad line is only that line's refusal. `index` counts lines from 0, blank ones too. A part is parsed
 * while it is taken, so that its events are not all in memory at once.
 *
 * @throws {BodyFault} when there is no line at all, or the stream fails
 */
export async function* readLines(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Iterable<Candidate>, void, undefined> {
  const found = { any: false }
  for await (const part of splitLines(pieces, MAX_EVENT_BYTES)) {
    yield 'piece' in part ? readPiece(part, found) : readLine(part, found)
  }
  if (!found.any) throw new BodyFault({ code: 'EMPTY_BODY', message: 'the body has no events' })
}

function* readPiece({ index, piece }: Lines, found: { any: boolean }): Generator<Candidate> {
  let place = index
  for (let start = 0, end = 0; start <= piece.length; start = end + 1, place++) {
    end = piece.indexOf(NEWLINE, start)
    if (end === -1) end = piece.length
    const candidate = start === end ? null : readText(place, { content: piece, start, end })
    if (candidate === null) continue
    found.any = true
    yield candidate
  }
}

function* readLine({ index, content, bytes, isWhole }: Line, found: { any: boolean }): Generator<Candidate> {
  const candidate = isWhole
    ? readWhole(index, content, bytes)
    : refused(index, content, bytes, tooLarge(bytes))
  if (candidate === null) return
  found.any = true
  yield candidate
}

function readWhole(index: number, content: Buffer, bytes: number): Candidate | null {
  if (isUtf8(content)) return readText(index, { content, start: 0, end: content.length })
  return refused(index, content, bytes, {
    code: 'MALFORMED_JSON',
    field: null,
    message: 'the line is not valid UTF-8',
  })
}

const BRACE = 0x7b

/** A line's event, or null when it is blank. */
function readText(index: number, text: SentText): Candidate | null {
  const { content, start, end } = text
  return content[start] === BRACE ? new LineCandidate(index, content, start, end) : readOddLine(index, text)
}

/** What a line says is kept as bytes: text would fill the heap while it waits. */
class LineCandidate implements SentEvent {
  readonly index: number
  readonly content: Buffer
  readonly start: number
  readonly end: number

  constructor(index: number, content: Buffer, start: number, end: number) {
    this.index = index
    this.content = content
    this.start = start
    this.end = end
  }

  raw(): Raw {
    return rawOf(textOfLine(this.index, this))
  }
}

/** A line that does not begin as an object does: blank, with blanks or a mark before the event, or no event. */
function readOddLine(index: number, line: SentText): Candidate | null {
  const text = textOfLine(index, line)
  const raw = () => rawOf(textOfLine(index, line))
  try {
    return { index, raw, bytes: line.end - line.start, value: JSON.parse(text) as unknown }
  } catch (error) {
    return text.trim() === '' ? null : { index, raw, refusal: malformedJson(error) }
  }
}

function refused(index: number, content: Buffer, bytes: number, refusal: Refusal): Candidate {
  const text = headOf(content)
  return { index, raw: () => ({ text, bytes }), refusal }
}
