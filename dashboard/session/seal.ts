import { EncryptJWT, errors, jwtDecrypt } from 'jose'
import type { z } from 'zod'

export interface Seal<T> {
  /** A text that says nothing to whoever holds it. */
  seal(content: T, seconds: number): Promise<string>
  /** The content of a text that was sealed here and is not over; null for every other text. */
  open(text: string): Promise<T | null>
}

const ALGORITHM = { alg: 'dir', enc: 'A256GCM' } as const

/**
 * What the browser keeps for us, encrypted and authenticated (JWE, RFC 7516, A256GCM): processes that have the same
 * secret take each other's.
 *
 * @param secret 32 bytes
 * @param use what the text is for, so that none is taken for another
 * @param now in milliseconds
 */
export function createSeal<S extends z.ZodType<object>>(
  secret: Uint8Array,
  use: string,
  schema: S,
  now: () => number,
): Seal<z.output<S>> {
  return {
    seal: (content, seconds) => {
      const at = Math.floor(now() / 1000)
      return new EncryptJWT({ content })
        .setProtectedHeader(ALGORITHM)
        .setAudience(use)
        .setIssuedAt(at)
        .setExpirationTime(at + seconds)
        .encrypt(secret)
    },
    open: async (text) => {
      try {
        const { payload } = await jwtDecrypt(text, secret, {
          audience: use,
          requiredClaims: ['exp'],
          contentEncryptionAlgorithms: [ALGORITHM.enc],
          keyManagementAlgorithms: [ALGORITHM.alg],
          currentDate: new Date(now()),
        })
        return schema.safeParse(payload['content']).data ?? null
      } catch (error) {
        if (error instanceof errors.JOSEError) return null
        throw error
      }
    },
  }
}
