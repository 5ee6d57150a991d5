import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import type { WaiverTerms } from '../../analytics/verdict/waivers.ts'
import type { Assessor } from '../assessor/assessor.ts'
import type { PolicyBook } from '../policies/history.ts'

/** What a project is judged by now: its declaration, and the policy of its profile on its own date. */
export function termsFor(assessor: Pick<Assessor, 'known'>, policies: PolicyBook) {
  return async function termsOf(project: string): Promise<WaiverTerms | null> {
    const known = await assessor.known({ project, at: null, asOf: null })
    if (known?.declared == null) return null
    const { declared, at, asOf } = known
    const moment = { date: civilDateOf(at, declared.timeZone), asOf }
    return { declared, policy: policies.applying(declared.profile, moment) }
  }
}
