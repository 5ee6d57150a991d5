import { isUtf8 } from 'node:buffer'
import { MAX_EVENT_BYTES } from '../../schemas/envelope.ts'
import type { Refusal } from '../../schemas/refusals.ts'
import { type Candidate, headOf, rawOf } from '../candidate.ts'
import { tooLarge } from '../events/read-event.ts'
import { malformedJson } from './parse-json.ts'
import { BodyFault } from './body-failure.ts'
import { type Line, splitLines } from './lines.ts'

/**
 * The events of an NDJSON body, one a line, read as they come: the memory needed does not grow with the
 * body. A bad line is only that line's refusal. `index` counts lines from 0, blank ones too.
 *
 * @throws {BodyFault} when there is no line at all, or the stream fails
 */
export async function* readLines(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Candidate, void, undefined> {
  let isEmpty = true
  for await (const lines of splitLines(pieces, MAX_EVENT_BYTES)) {
    for (const line of lines) {
      const candidate = readLine(line.index === 0 ? withoutMark(line) : line)
      if (candidate === null) continue
      isEmpty = false
      yield candidate
    }
  }
  if (isEmpty) throw new BodyFault({ code: 'EMPTY_BODY', message: 'the body has no events' })
}

function readLine({ index, content, bytes, isWhole }: Line): Candidate | null {
  if (!isWhole) return refused(index, content, bytes, tooLarge(bytes))
  if (!isUtf8(content)) {
    return refused(index, content, bytes, {
      code: 'MALFORMED_JSON',
      field: null,
      message: 'the line is not valid UTF-8',
    })
  }
  const text = content.toString('utf8')
  if (text.trim() === '') return null
  const raw = () => rawOf(text)
  try {
    return { index, raw, bytes, value: JSON.parse(text) as unknown }
  } catch (error) {
    return { index, raw, refusal: malformedJson(error) }
  }
}

function refused(index: number, content: Buffer, bytes: number, refusal: Refusal): Candidate {
  const text = headOf(content)
  return { index, raw: () => ({ text, bytes }), refusal }
}

function withoutMark(line: Line): Line {
  const hasMark = line.content[0] === 0xef && line.content[1] === 0xbb && line.content[2] === 0xbf
  return hasMark ? { ...line, content: line.content.subarray(3) } : line
}
