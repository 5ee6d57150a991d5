import { KanmonError } from '../../schemas/errors.ts'
import { MAX_POLICY_BYTES } from './parse.ts'

/**
 * The text of a body, read until it is too long and no further.
 *
 * @throws {KanmonError} BODY_TOO_LARGE, INVALID_UTF8, EMPTY_BODY
 */
export async function readPolicyText(body: ReadableStream<Uint8Array> | null): Promise<string> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  if (body !== null) {
    for await (const piece of body as unknown as AsyncIterable<Uint8Array>) {
      bytes += piece.byteLength
      if (bytes > MAX_POLICY_BYTES) {
        throw new KanmonError('BODY_TOO_LARGE', `a policy has at most ${MAX_POLICY_BYTES} bytes`)
      }
      pieces.push(piece)
    }
  }
  if (bytes === 0) throw new KanmonError('EMPTY_BODY', 'a policy is sent as the body of the request')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(pieces))
  } catch {
    throw new KanmonError('INVALID_UTF8', 'a policy is a text in UTF-8')
  }
}
