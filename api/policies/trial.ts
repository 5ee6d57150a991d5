import { historyProblems } from './consistency.ts'
import type { PolicyHistory, PolicyMoment } from './history.ts'
import { parsePolicy } from './parse.ts'
import { type FoundProblem, isError } from './problems.ts'
import { idOf, type PolicyVersion } from './resolve.ts'

/** A version that is tried, in the history in which it takes the place of every other one of its policy. */
export interface Trial {
  readonly version: PolicyVersion
  readonly history: PolicyHistory
  /** From when it and what it builds on are taken: its first day, or today when that is over. */
  readonly date: string
}

/** A version on trial. */
export function trialOf(version: PolicyVersion, history: PolicyHistory, { date }: PolicyMoment): Trial {
  const begins = version.effectiveFrom
  return { version, history: history.trying(version), date: begins > date ? begins : date }
}

/** A text on trial, judged as if it were uploaded, but for its number: nothing is recorded. */
export function trialOfText(
  text: string,
  history: PolicyHistory,
  now: PolicyMoment,
): Trial | readonly FoundProblem[] {
  const reading = parsePolicy(text, 'policy.yaml')
  if (!reading.ok) return reading.problems
  const { effectiveFrom } = reading.policy.document
  const version: PolicyVersion = {
    parsed: reading.policy,
    effectiveFrom,
    knownFrom: 0,
    uploadedAt: now.asOf,
    uploadedBy: '',
  }
  const trial = trialOf(version, history, now)
  const problems = historyProblems(trial.history, [idOf(version)], { ...now, date: trial.date })
  return problems.some(isError) ? problems : trial
}
