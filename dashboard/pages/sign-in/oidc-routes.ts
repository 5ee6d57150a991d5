import type { Context } from 'hono'
import type { Person } from '../../../api/auth/people.ts'
import { type CallerAnswer, callerAnswer } from '../../../schemas/answers-caller.ts'
import type { ErrorCode } from '../../../schemas/errors.ts'
import { type SignInFailure, signInFailureStatus } from '../../../schemas/sign-in.ts'
import { ask } from '../../ask.ts'
import type { Frame } from '../../frame.ts'
import type { DashboardPorts } from '../../ports.ts'
import { nextPage, signInPath } from '../../session/next-page.ts'
import { SignInFailed } from '../../session/oidc/failure.ts'
import { createFlows } from '../../session/oidc/flow.ts'
import { CALLBACK, type Proven } from '../../session/oidc/issuer.ts'
import type { OidcSignIn } from '../../session/oidc/sign-in.ts'
import type { Visitors } from '../../session/visitor.ts'
import type { Site } from '../../site.ts'
import { type Visit, visitAs } from '../../visit.ts'

const failureOf = (code: ErrorCode): SignInFailure => {
  if (code === 'FORBIDDEN') return 'SIGN_IN_NOT_GRANTED'
  return code === 'RATE_LIMITED' ? 'RATE_LIMITED' : 'IDENTITY_UNAVAILABLE'
}

/** `/sign-in/oidc` sends the browser to the issuer; the issuer sends it back to `/sign-in/oidc/callback`. */
export function registerOidcSignIn(
  frame: Frame,
  ports: DashboardPorts,
  site: Site,
  oidc: OidcSignIn,
  visitors: Visitors,
): void {
  const { signIns } = site
  const flows = createFlows(site.secret, ports.now)

  /** On the page for signing in, at an address without the answer's code in it. */
  async function tell(error: unknown, c: Context, route: string, next: string): Promise<Response> {
    if (!(error instanceof SignInFailed)) throw error
    const { code, reason } = error
    if (code === 'SIGN_IN_NOT_PROVEN') await signIns.failed(c)
    if (code !== 'SIGN_IN_NOT_BEGUN') oidc.logger.warn({ event: 'sign-in.failed', code, reason })
    const status = signInFailureStatus[code]
    await signIns.note(c, { route, method: 'GET', status, principal: null, code })
    return c.redirect(`/sign-in?${new URLSearchParams({ failed: code, next }).toString()}`, 303)
  }

  frame.openPage('/sign-in/oidc', async ({ url }, c) => {
    const next = nextPage(url.searchParams.get('next'))
    const isSilent = url.searchParams.has('silent')
    try {
      const { address, checks } = await oidc.issuer.begin({ isSilent })
      await flows.keep(c, { ...checks, next, isSilent })
      return c.redirect(address, 303)
    } catch (error) {
      return tell(error, c, '/sign-in/oidc', next)
    }
  })

  /** Who the API takes a person for. It is asked, so that who may come in is decided in one place. */
  async function known(visit: Visit, person: Person): Promise<CallerAnswer> {
    const answer = await ask(ports, visitAs(visit, person), '/v1/caller', callerAnswer)
    if (answer.ok) return answer.data
    throw new SignInFailed(failureOf(answer.problem.code), answer.problem.code)
  }

  async function enter(visit: Visit, c: Context, proven: Proven, isSilent: boolean): Promise<void> {
    const person = oidc.personOf(proven.claims)
    if (person === null) throw new SignInFailed('SIGN_IN_NOT_PROVEN', 'no_usable_name')
    const { id } = await known(visit, person)
    const { lapsed, session } = await visitors.find(c)
    const held = lapsed ?? (session !== null && 'person' in session ? session : null)
    const isRenewal =
      isSilent && held?.person.issuer === person.issuer && held.person.subject === person.subject
    // However often the issuer vouches anew without asking, a session ends when it was to end.
    const endsAt = isRenewal ? held.endsAt : ports.now() + site.sessionSeconds * 1000
    const { until: provenUntil, idToken } = proven
    const isKept = await visitors.remember(c, { person, name: person.name, provenUntil, endsAt, idToken })
    if (!isKept) throw new SignInFailed('SIGN_IN_TOO_LARGE', 'roles')
    if (isRenewal) return
    const principal = { id: id ?? '', name: person.name }
    await signIns.note(c, { route: CALLBACK, method: 'GET', status: 303, principal, code: null })
  }

  frame.openPage(CALLBACK, async (visit, c) => {
    const answer = visit.url.searchParams
    const flow = await flows.take(c, answer.get('state'))
    const next = flow?.next ?? '/'
    try {
      if (flow === null) throw new SignInFailed('SIGN_IN_NOT_BEGUN', 'no_flow')
      if ((await signIns.blocked(c)) !== null) throw new SignInFailed('RATE_LIMITED', 'address')
      const proven = await oidc.issuer.finish(answer, flow)
      if (proven === null) {
        visitors.forget(c)
        return c.redirect(signInPath(next), 303)
      }
      await enter(visit, c, proven, flow.isSilent)
      // By way of that page, which notices when the browser did not keep the session.
      return c.redirect(`/sign-in?${new URLSearchParams({ next, kept: 'oidc' }).toString()}`, 303)
    } catch (error) {
      return tell(error, c, CALLBACK, next)
    }
  })
}
