import { difference } from '../../analytics/verdict/difference.ts'
import type { Change, VerdictContent } from '../../schemas/verdict.ts'
import type { AssessedProject } from '../assessor/assessed-project.ts'
import type { Assessor } from '../assessor/assessor.ts'
import { recentlyUsed } from '../recently-used.ts'
import type { Policies } from './library.ts'
import { asIfInForce } from './lookup.ts'
import { type Upcoming, upcomingPolicy } from './upcoming.ts'

/** What a planned policy says beside a verdict. */
export interface Shadow extends Upcoming {
  readonly content: VerdictContent
  /** From the verdict to what it would be. */
  readonly changes: readonly Change[]
}

export interface Shadows {
  /** Beside a verdict, by the next policy of its project; null when none is planned. */
  of(assessed: AssessedProject): Promise<Shadow | null>
  /** Beside a verdict, by a policy that is named. */
  by(assessed: AssessedProject, upcoming: Upcoming): Promise<Shadow>
}

/** How many are remembered: a verdict that stays has the same shadow. */
const KEPT = 5000

/** Judges verdicts a second time. Nothing of it is kept in the store, and no verdict depends on it. */
export function createShadows(ports: {
  readonly assessor: Pick<Assessor, 'known' | 'judge'>
  readonly policies: Pick<Policies, 'history'>
}): Shadows {
  const kept = recentlyUsed<string, VerdictContent>(KEPT)

  async function judged(
    assessed: AssessedProject,
    { policy, effectiveFrom }: Upcoming,
  ): Promise<VerdictContent> {
    const { project, record, at, asOf } = assessed
    const key = [record.id, policy.digest, effectiveFrom].join(' ')
    const before = kept.get(key)
    if (before !== undefined) return before
    const moment = { at: { instant: at }, asOf: { instant: asOf } }
    const known = await ports.assessor.known({ project, ...moment })
    if (known === null) throw new Error(`shadow: ${project} has a verdict and is not known`)
    const tried = asIfInForce(policy, effectiveFrom)
    const { content } = ports.assessor.judge(known, record.content.gate, at, () => tried)
    kept.set(key, content)
    return content
  }

  async function by(assessed: AssessedProject, upcoming: Upcoming): Promise<Shadow> {
    const content = await judged(assessed, upcoming)
    return { ...upcoming, content, changes: difference(assessed.record.content, content) }
  }

  return {
    by,
    of: async (assessed) => {
      if (assessed.declared === null) return null
      const moment = { date: assessed.record.content.statusDate, asOf: assessed.asOf }
      const upcoming = upcomingPolicy(ports.policies.history(), assessed.declared.profile, moment)
      return upcoming && by(assessed, upcoming)
    },
  }
}
