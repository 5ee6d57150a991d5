import { isUtf8 } from 'node:buffer'
import { MAX_BODY_BYTES, MAX_EVENT_BYTES } from '../../schemas/envelope.ts'
import { type Candidate, headOf, type Raw, rawOf } from '../candidate.ts'
import { malformedJson } from '../events/malformed-json.ts'
import { BodyFault } from './body-failure.ts'

/**
 * The events of one JSON text: an object is one event, an array a batch. `index` is the place in the array.
 *
 * @throws {BodyFault} when the text is too large, empty, no UTF-8 or no JSON
 */
export async function readJson(
  pieces: AsyncIterable<Uint8Array>,
  form: 'json' | 'batch',
): Promise<Iterable<Candidate>> {
  const body = await readWhole(pieces)
  if (!isUtf8(body)) throw new BodyFault({ code: 'INVALID_UTF8', message: 'the body is not valid UTF-8' })
  const text = body.toString('utf8').replace(/^\uFEFF/, '')
  if (text.trim() === '') throw new BodyFault({ code: 'EMPTY_BODY', message: 'the body is empty' })
  const raw = (): Raw => ({ text: headOf(body), bytes: body.length })
  const value = parse(text, raw)
  if (Array.isArray(value)) return readBatch(value, raw, body.length)
  if (form === 'batch') {
    throw new BodyFault({
      code: 'MALFORMED_BODY',
      message: 'a batch must be a JSON array of events',
      raw: raw(),
    })
  }
  return [{ index: 0, raw, bytes: body.length, value }]
}

function parse(text: string, raw: () => Raw): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = malformedJson(error).message.replace('the event', 'the body')
    throw new BodyFault({ code: 'MALFORMED_BODY', message, raw: raw() }, { cause: error })
  }
}

async function readWhole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const piece of pieces) {
    bytes += piece.length
    if (bytes > MAX_BODY_BYTES) {
      const message = `a JSON body must have at most ${MAX_BODY_BYTES} bytes; send more events as NDJSON`
      throw new BodyFault({ code: 'BODY_TOO_LARGE', message })
    }
    parts.push(piece)
  }
  return Buffer.concat(parts, bytes)
}

function* readBatch(values: readonly unknown[], whole: () => Raw, bytes: number): Generator<Candidate> {
  for (const [index, value] of values.entries()) {
    yield {
      index,
      value,
      raw: () => rawElement(value, whole),
      ...(bytes <= MAX_EVENT_BYTES ? { bytes } : {}),
    }
  }
}

/** JSON.stringify recurses; of an element nested too deeply for it, the body's head is kept instead. */
function rawElement(value: unknown, whole: () => Raw): Raw {
  try {
    return rawOf(JSON.stringify(value))
  } catch {
    return whole()
  }
}
