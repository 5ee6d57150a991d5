import type { Frame } from '../../frame.ts'
import { SignInFailed } from '../../session/oidc/failure.ts'
import type { OidcSignIn } from '../../session/oidc/sign-in.ts'
import type { Visitors } from '../../session/visitor.ts'
import type { Site } from '../../site.ts'
import { signedOutPage } from './signed-out.tsx'

/** The session here is over whether or not the issuer can be asked. */
async function endAddress({ issuer, logger }: OidcSignIn, idToken: string | null): Promise<string | null> {
  try {
    return await issuer.endAddress(idToken)
  } catch (error) {
    if (!(error instanceof SignInFailed)) throw error
    logger.warn({ event: 'sign-out.here-only', code: error.code, reason: error.reason })
    return null
  }
}

/** `/sign-out`: ends the session here, and at the issuer that vouched for the visitor. */
export function registerSignOut(frame: Frame, { oidc }: Site, visitors: Visitors): void {
  frame.form(
    '/sign-out',
    async (visit, _fields, c) => {
      const { session, lapsed } = await visitors.find(c)
      visitors.forget(c)
      const held = session ?? lapsed
      if (oidc === null || held === null || 'credential' in held) return c.redirect('/sign-in', 303)
      const address = await endAddress(oidc, held.idToken)
      if (address === null) return c.redirect('/sign-in', 303)
      const gone = { ...visit, signedInAs: null }
      return signedOutPage(gone, c, address, oidc.issuerHost)
    },
    { isOpen: true },
  )
}
