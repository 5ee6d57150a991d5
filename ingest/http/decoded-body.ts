import { pipeline, Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type BodyFailure, BodyFault } from './body-failure.ts'

export type ContentEncoding = 'identity' | 'gzip'

/** Beyond this size, text that unpacks to more than `MAX_RATIO` times its packed size is a bomb: events reach 20 to 60. */
const FREE_BYTES = 16 * 1_048_576
const MAX_RATIO = 250

export function readEncoding(contentEncoding: string | null): ContentEncoding | BodyFailure {
  const name = (contentEncoding ?? '').trim().toLowerCase()
  if (name === '' || name === 'identity') return 'identity'
  if (name === 'gzip' || name === 'x-gzip') return 'gzip'
  return {
    code: 'UNSUPPORTED_ENCODING',
    message: `Content-Encoding must be gzip or absent, got ${name.slice(0, 80)}`,
  }
}

/**
 * The body's bytes after decompression, a piece at a time, only as fast as they are taken.
 *
 * @throws {BodyFault} when the body breaks off, is no gzip, or is a gzip bomb
 */
export async function* decodedBody(
  body: ReadableStream<Uint8Array>,
  encoding: ContentEncoding,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    if (encoding === 'gzip') yield* unpacked(body)
    else yield* body
  } catch (cause) {
    throw cause instanceof BodyFault ? cause : new BodyFault(explain(cause), { cause })
  }
}

async function* unpacked(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const received = { bytes: 0 }
  const gunzip = createGunzip({ chunkSize: 65_536 })
  // A failure of either side destroys both, and the loop below then throws it.
  pipeline(Readable.from(counted(body, received)), gunzip, () => undefined)
  let total = 0
  for await (const piece of gunzip as AsyncIterable<Buffer>) {
    total += piece.length
    if (total > FREE_BYTES && total > MAX_RATIO * received.bytes) {
      const message = `the gzip body unpacks to more than ${MAX_RATIO} times its size`
      throw new BodyFault({ code: 'BODY_TOO_LARGE', message })
    }
    yield piece
  }
}

async function* counted(
  body: ReadableStream<Uint8Array>,
  received: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const piece of body) {
    received.bytes += piece.length
    yield piece
  }
}

function explain(cause: unknown): BodyFailure {
  const code = String((cause as NodeJS.ErrnoException | undefined)?.code)
  if (code.startsWith('Z_')) return { code: 'BAD_GZIP', message: `the body is not valid gzip (${code})` }
  return { code: 'MALFORMED_BODY', message: 'the body broke off before its end' }
}
