import type { Context } from 'hono'
import { z } from 'zod'
import { callerAnswer } from '../../../schemas/answers-caller.ts'
import type { ErrorCode } from '../../../schemas/errors.ts'
import type { MessageKey } from '../../../schemas/messages/index.ts'
import { ask, askWith, SignInNeeded } from '../../ask.ts'
import type { Fields, Frame } from '../../frame.ts'
import type { DashboardPorts } from '../../ports.ts'
import { nextPage } from '../../session/next-page.ts'
import type { Visitors } from '../../session/visitor.ts'
import type { Visit } from '../../visit.ts'
import { SignInPage } from './page.tsx'

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

/** `/sign-in` and `/sign-out`. */
export function registerSignIn(frame: Frame, ports: DashboardPorts, visitors: Visitors): void {
  const nextOf = (visit: Visit) => nextPage(visit.url.searchParams.get('next'))

  frame.openPage('/sign-in', async (visit, c) => {
    const next = nextOf(visit)
    if (await isIn(visit, ports)) return c.redirect(next, 303)
    const error = visit.url.searchParams.has('kept') ? 'signIn.notKept' : null
    return <SignInPage visit={visit} next={next} error={error} />
  })

  async function signIn(visit: Visit, { key, next }: Fields, c: Context) {
    const again = (status: 400 | 401 | 429 | 503, error: MessageKey) => {
      c.status(status)
      return <SignInPage visit={visit} next={nextPage(next)} error={error} />
    }
    const given = credential.safeParse(key)
    if (!given.success) return again(400, 'signIn.malformed')
    const known = await askWith(ports, visit, CALLER, callerAnswer, given.data)
    if (!known.ok) {
      const { status, error } = refusal(known.problem.code)
      return again(status, error)
    }
    const isKept = await visitors.remember(c, { credential: given.data, name: known.data.name ?? '' })
    if (!isKept) return again(400, 'signIn.tooLong')
    // By way of this page, which notices when the browser did not keep the session.
    return c.redirect(`/sign-in?${new URLSearchParams({ next: nextPage(next), kept: '' }).toString()}`, 303)
  }
  frame.form('/sign-in', signIn, { isOpen: true })

  frame.form(
    '/sign-out',
    (_visit, _fields, c) => {
      visitors.forget(c)
      return Promise.resolve(c.redirect('/sign-in', 303))
    },
    { isOpen: true },
  )
}
