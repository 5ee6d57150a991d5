import { isUtf8 } from 'node:buffer'
import { MAX_RAW_BYTES } from '../candidate.ts'

/** One line of a body, or the head of one longer than the limit. `bytes` is the length of the whole line. */
export interface Line {
  /** Counted from 0; empty lines count and are not given out. */
  readonly index: number
  readonly content: Buffer
  readonly bytes: number
  readonly isWhole: boolean
}

/** Whole lines that follow each other and are UTF-8, as they came: empty ones too, without the line feed at the end. */
export interface Lines {
  /** Of the first of them. */
  readonly index: number
  readonly piece: Buffer
}

export const NEWLINE = 0x0a
const RETURN = 0x0d

/** Cuts a stream of bytes into lines. It holds one line at most, and of a line over `limit` bytes only the head. */
export async function* splitLines(
  pieces: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Line | Lines, void, undefined> {
  const open = new OpenLine(limit)
  for await (const piece of pieces)
    yield* cut(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength), open, limit)
  if (open.bytes > 0) yield open.close(Buffer.alloc(0))
}

function countNewlines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) count++
  return count
}

function* cut(bytes: Buffer, open: OpenLine, limit: number): Generator<Line | Lines> {
  let start = 0
  if (open.bytes > 0) {
    const end = bytes.indexOf(NEWLINE)
    if (end !== -1) {
      yield open.close(bytes.subarray(0, end))
      start = end + 1
    }
  }
  const last = bytes.lastIndexOf(NEWLINE)
  const whole = bytes.subarray(start, last)
  if (last >= start && whole.length <= limit && isUtf8(whole)) {
    yield { index: open.index, piece: whole }
    open.index += 1 + countNewlines(whole)
    start = last + 1
  }
  yield* cutEach(bytes, start, open)
}

/** For what cannot be taken together: a long piece, or one with a line that is not UTF-8. */
function* cutEach(bytes: Buffer, from: number, open: OpenLine): Generator<Line> {
  let start = from
  while (start < bytes.length) {
    // Passed over at once, so that megabytes of them cost nothing.
    if (bytes[start] === NEWLINE && open.bytes === 0) {
      open.index++
      start++
      continue
    }
    const end = bytes.indexOf(NEWLINE, start)
    if (end === -1) break
    yield open.close(bytes.subarray(start, end))
    start = end + 1
  }
  open.append(bytes.subarray(start))
}

/** The line whose end has not come yet. */
class OpenLine {
  readonly #limit: number
  #parts: Buffer[] = []
  index = 0
  bytes = 0
  constructor(limit: number) {
    this.#limit = limit
  }

  append(part: Buffer): void {
    if (part.length === 0) return
    this.bytes += part.length
    if (this.bytes <= this.#limit + 1) this.#parts.push(part)
    else this.#keepHead(part)
  }

  close(part: Buffer): Line {
    this.append(part)
    const joined =
      this.#parts.length === 1 && this.#parts[0] !== undefined ? this.#parts[0] : Buffer.concat(this.#parts)
    const content = joined.at(-1) === RETURN ? joined.subarray(0, -1) : joined
    const isWhole = joined.length === this.bytes && content.length <= this.#limit
    const line = { index: this.index++, content, bytes: this.bytes, isWhole }
    this.#parts = []
    this.bytes = 0
    return line
  }

  #keepHead(part: Buffer): void {
    const held = this.#parts.reduce((sum, each) => sum + each.length, 0)
    if (held === MAX_RAW_BYTES) return
    this.#parts = [Buffer.from(Buffer.concat([...this.#parts, part]).subarray(0, MAX_RAW_BYTES))]
  }
}
