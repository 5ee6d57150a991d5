import type { Context } from 'hono'
import { z } from 'zod'
import { callerAnswer } from '../../../schemas/answers-caller.ts'
import type { ErrorCode } from '../../../schemas/errors.ts'
import type { MessageKey } from '../../../schemas/messages/index.ts'
import { type SignInFailure, signInFailureStatus } from '../../../schemas/sign-in.ts'
import { ask, askWith, SignInNeeded } from '../../ask.ts'
import type { Fields, Frame } from '../../frame.ts'
import type { DashboardPorts } from '../../ports.ts'
import { nextPage } from '../../session/next-page.ts'
import type { Visitors } from '../../session/visitor.ts'
import type { Site } from '../../site.ts'
import type { Visit } from '../../visit.ts'
import { registerOidcSignIn } from './oidc-routes.ts'
import { SignInPage } from './page.tsx'
import { registerSignOut } from './sign-out.tsx'

/** What can stand in a header, and is neither too short to be a secret nor too long for a cookie. */
const credential = z.string().regex(/^[\x21-\x7e]{16,2700}$/)
const CALLER = '/v1/caller'

/** Whether the API knows the visitor already. */
async function isIn(visit: Visit, ports: DashboardPorts): Promise<boolean> {
  try {
    return (await ask(ports, visit, CALLER, callerAnswer)).ok
  } catch (error) {
    if (error instanceof SignInNeeded) return false
    throw error
  }
}

function refusal(code: ErrorCode): { status: 401 | 429 | 503; error: MessageKey } {
  if (code === 'RATE_LIMITED') return { status: 429, error: 'signIn.tooMany' }
  if (code === 'UNAUTHENTICATED') return { status: 401, error: 'signIn.refused' }
  return { status: 503, error: 'signIn.unavailable' }
}

/** What the way by the issuer came to, as its address says. */
function failureIn({ searchParams }: URL): SignInFailure | 'notKept' | null {
  if (searchParams.get('kept') === 'oidc') return 'notKept'
  const failed = searchParams.get('failed') ?? ''
  return Object.hasOwn(signInFailureStatus, failed) ? (failed as SignInFailure) : null
}

/** `/sign-in`, by a key or by way of an issuer, and `/sign-out`. */
export function registerSignIn(frame: Frame, ports: DashboardPorts, site: Site, visitors: Visitors): void {
  frame.openPage('/sign-in', async (visit, c) => {
    const { searchParams } = visit.url
    const next = nextPage(searchParams.get('next'))
    const failure = failureIn(visit.url)
    const hasFailed = failure !== null && failure !== 'notKept'
    if (!hasFailed && (await isIn(visit, ports))) return c.redirect(next, 303)
    if (hasFailed) c.status(signInFailureStatus[failure])
    const keyError = searchParams.get('kept') === '' ? 'signIn.notKept' : null
    return <SignInPage visit={visit} site={site} next={next} keyError={keyError} failure={failure} />
  })

  async function signIn(visit: Visit, { key, next }: Fields, c: Context) {
    const again = (status: 400 | 401 | 429 | 503, keyError: MessageKey) => {
      c.status(status)
      return <SignInPage visit={visit} site={site} next={nextPage(next)} keyError={keyError} />
    }
    const given = credential.safeParse(key)
    if (!given.success) return again(400, 'signIn.malformed')
    const known = await askWith(ports, visit, CALLER, callerAnswer, given.data)
    if (!known.ok) {
      const { status, error } = refusal(known.problem.code)
      return again(status, error)
    }
    const { id, name } = known.data
    const isKept = await visitors.remember(c, { credential: given.data, name: name ?? '' })
    if (!isKept) return again(400, 'signIn.tooLong')
    const principal = id === null ? null : { id, name: name ?? '' }
    await site.signIns.note(c, { route: '/sign-in', method: 'POST', status: 303, principal, code: null })
    // By way of this page, which notices when the browser did not keep the session.
    return c.redirect(`/sign-in?${new URLSearchParams({ next: nextPage(next), kept: '' }).toString()}`, 303)
  }
  if (site.ways.includes('key')) frame.form('/sign-in', signIn, { isOpen: true })
  if (site.ways.includes('oidc') && site.oidc !== null)
    registerOidcSignIn(frame, ports, site, site.oidc, visitors)
  registerSignOut(frame, site, visitors)
}
