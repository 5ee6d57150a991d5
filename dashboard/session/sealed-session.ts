import { z } from 'zod'
import type { Person } from '../../api/auth/people.ts'
import { createSeal, type Seal } from './seal.ts'

/** Somebody with a credential, with which the API is asked. */
const keySession = z.strictObject({
  id: z.string(),
  credential: z.string(),
  name: z.string(),
})

const person = z.strictObject({
  issuer: z.string(),
  subject: z.string(),
  name: z.string(),
  roles: z.array(z.string()).readonly(),
}) satisfies z.ZodType<Person>

/** Somebody whom the issuer vouched for. Times are in milliseconds. */
const personSession = z.strictObject({
  id: z.string(),
  person,
  name: z.string(),
  /** Until when the issuer's word holds; after that it is asked again. */
  provenUntil: z.number(),
  /** When the session is over, however often the issuer was asked again. */
  endsAt: z.number(),
  /** Shown to the issuer when the session ends there too; null where the browser had no room for it. */
  idToken: z.string().nullable(),
})
export type PersonSession = z.infer<typeof personSession>

/** What a signed-in visitor carries. */
export const session = z.union([keySession, personSession])
export type Session = z.infer<typeof session>

export interface SessionSeal extends Pick<Seal<Session>, 'open'> {
  /** @param seconds how long it lasts; as long as any session when it is left out */
  seal(session: Session, seconds?: number): Promise<string>
}

/**
 * Sessions that are kept by the browser alone.
 *
 * @param secret 32 bytes
 * @param seconds how long a session lasts
 * @param now in milliseconds
 */
export function createSessionSeal(secret: Uint8Array, seconds: number, now: () => number): SessionSeal {
  const sealed = createSeal(secret, 'kanmon-session', session, now)
  return {
    open: (text) => sealed.open(text),
    seal: (content, lasts = seconds) => sealed.seal(content, lasts),
  }
}
