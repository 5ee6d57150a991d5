import type { Reason, Recommendation, VerdictContent } from '../../../schemas/verdict.ts'

/** A verdict in the course of a month: told to somebody, or judged at one of its ends. */
export interface Told {
  readonly content: VerdictContent
  /** Milliseconds. */
  readonly at: number
  /** Null for what is judged for the report. */
  readonly verdict: string | null
}

/** A change of the recommendation. */
export interface Flip {
  readonly from: Recommendation
  readonly to: Recommendation
  readonly at: number
  readonly verdict: string | null
  readonly policyChanged: boolean
  /** What explains it: reasons that are new, or on the way to SHIP those that are gone. */
  readonly reasons: readonly Reason[]
}

const nameOf = ({ code, condition }: Reason) => `${code} ${condition ?? ''}`

function flip(before: VerdictContent, { content, at, verdict }: Told): Flip {
  const known = new Set((content.recommendation === 'HOLD' ? before : content).reasons.map(nameOf))
  const explaining = content.recommendation === 'HOLD' ? content : before
  return {
    from: before.recommendation,
    to: content.recommendation,
    at,
    verdict,
    policyChanged: before.policy?.digest !== content.policy?.digest,
    reasons: explaining.reasons.filter((reason) => !known.has(nameOf(reason))),
  }
}

/** Every change of the recommendation along verdicts in the order in which they were given. */
export function flipsOf(course: readonly Told[]): Flip[] {
  return course.slice(1).flatMap((told, i) => {
    const before = course[i]?.content
    if (before === undefined || before.recommendation === told.content.recommendation) return []
    return [flip(before, told)]
  })
}
