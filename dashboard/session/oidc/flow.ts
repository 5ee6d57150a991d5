import type { Context } from 'hono'
import { z } from 'zod'
import { dropCookie, keepCookie, readCookie } from '../cookies.ts'
import { createSeal } from '../seal.ts'

/** A sign-in under way: what its answer is held against, and where it leads. */
const flow = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  next: z.string(),
  /** The issuer is not to ask the person anything. */
  isSilent: z.boolean(),
})
export type Flow = z.infer<typeof flow>

export interface Flows {
  keep(c: Context, flow: Flow): Promise<void>
  /** The sign-in of this browser with that state, which is over with this; null where there is none. */
  take(c: Context, state: string | null): Promise<Flow | null>
}

const TEN_MINUTES = 600
const STATE = /^[\w-]{43}$/
/** One cookie for each, so that several tabs may sign in at the same time. */
const cookieOf = (state: string) => `kanmon-flow-${state.slice(0, 8)}`

/** Sign-ins under way are kept by the browser that began them, and by no other can be finished. */
export function createFlows(secret: Uint8Array, now: () => number): Flows {
  const seal = createSeal(secret, 'kanmon-flow', flow, now)
  return {
    keep: async (c, begun) => {
      const text = await seal.seal(begun, TEN_MINUTES)
      // Lax: the browser comes back from another site.
      keepCookie(c, cookieOf(begun.state), text, { sameSite: 'Lax', maxAge: TEN_MINUTES })
    },
    take: async (c, state) => {
      if (state === null || !STATE.test(state)) return null
      const text = readCookie(c, cookieOf(state))
      if (text === undefined) return null
      dropCookie(c, cookieOf(state))
      return seal.open(text)
    },
  }
}
