import { EncryptJWT, errors, jwtDecrypt } from 'jose'
import { z } from 'zod'

/** What a signed-in visitor carries: the credential with which the API is asked, and whose it is. */
export const session = z.strictObject({
  id: z.string(),
  credential: z.string(),
  name: z.string(),
})
export type Session = z.infer<typeof session>

export interface SessionSeal {
  /** A text that says nothing to whoever holds it. */
  seal(session: Session): Promise<string>
  /** The session of a text that was sealed here and is not over; null for every other text. */
  open(text: string): Promise<Session | null>
}

const ALGORITHM = { alg: 'dir', enc: 'A256GCM' } as const
const USE = 'kanmon-session'

/**
 * Sessions that are kept by the browser alone, encrypted and authenticated (JWE, RFC 7516, A256GCM): processes that
 * have the same secret take each other's.
 *
 * @param secret 32 bytes
 * @param seconds how long a session lasts
 * @param now in milliseconds
 */
export function createSessionSeal(secret: Uint8Array, seconds: number, now: () => number): SessionSeal {
  return {
    seal: (content) => {
      const at = Math.floor(now() / 1000)
      return new EncryptJWT({ ...content })
        .setProtectedHeader(ALGORITHM)
        .setAudience(USE)
        .setIssuedAt(at)
        .setExpirationTime(at + seconds)
        .encrypt(secret)
    },
    open: async (text) => {
      try {
        const { payload } = await jwtDecrypt(text, secret, {
          audience: USE,
          requiredClaims: ['exp'],
          contentEncryptionAlgorithms: [ALGORITHM.enc],
          keyManagementAlgorithms: [ALGORITHM.alg],
          currentDate: new Date(now()),
        })
        const { id, credential, name } = payload
        return session.parse({ id, credential, name })
      } catch (error) {
        if (error instanceof errors.JOSEError) return null
        throw error
      }
    },
  }
}
