import type { Translate } from '../render/translate.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { historyProblems } from './consistency.ts'
import { type PolicyHistory, policyHistory, type PolicyMoment } from './history.ts'
import type { ParsedPolicy } from './parse.ts'
import { type FoundProblem, isError, problemLine, renderProblem } from './problems.ts'
import type { PolicyVersion } from './resolve.ts'

/** What is to be recorded, by whom and from where. */
export interface Candidate {
  readonly parsed: ParsedPolicy
  readonly uploadedBy: string
  /** Milliseconds. */
  readonly uploadedAt: number
}

export type Admission =
  /** It is known already, word for word. */
  | { readonly outcome: 'known'; readonly version: PolicyVersion }
  | { readonly outcome: 'new'; readonly version: PolicyVersion; readonly warnings: readonly FoundProblem[] }
  | { readonly outcome: 'refused'; readonly problems: readonly FoundProblem[] }

/** A problem of one field of a candidate. */
function problemOf(
  { parsed }: Candidate,
  code: FoundProblem['code'],
  field: string,
  parameters: FoundProblem['parameters'],
): FoundProblem {
  return {
    severity: 'error',
    code,
    file: parsed.file,
    place: parsed.placeOf([field]),
    path: field,
    parameters,
  }
}

/** Whether a version may follow those there are: its number rises, and the past stays as it was. */
function sequenceProblem(candidate: Candidate, history: PolicyHistory, today: string): FoundProblem | null {
  const { id: policy, version, effectiveFrom } = candidate.parsed.document
  const known = history.versionsOf(policy)
  const newest = known.at(-1)
  if (newest === undefined) return null
  if (known.some(({ parsed }) => parsed.document.version === version))
    return problemOf(candidate, 'VERSION_REPEATED', 'version', { policy, version })
  const last = newest.parsed.document.version
  if (version < last) return problemOf(candidate, 'VERSION_NOT_HIGHER', 'version', { policy, newest: last })
  return effectiveFrom < today
    ? problemOf(candidate, 'EFFECTIVE_IN_THE_PAST', 'effectiveFrom', { today })
    : null
}

/** Judges whether a version may be recorded at a moment. Nothing is changed; `history` stays as it is. */
export function admit(candidate: Candidate, history: PolicyHistory, now: PolicyMoment): Admission {
  const { parsed, uploadedAt, uploadedBy } = candidate
  const { id, effectiveFrom } = parsed.document
  const same = history.versionsOf(id).find((known) => known.parsed.textDigest === parsed.textDigest)
  if (same !== undefined) return { outcome: 'known', version: same }
  const sequence = sequenceProblem(candidate, history, now.date)
  if (sequence !== null) return { outcome: 'refused', problems: [sequence] }
  const version: PolicyVersion = { parsed, effectiveFrom, knownFrom: now.asOf, uploadedAt, uploadedBy }
  const grown = policyHistory([...history.versions, version])
  const problems = historyProblems(grown, [id], now)
  return problems.some(isError)
    ? { outcome: 'refused', problems }
    : { outcome: 'new', version, warnings: problems }
}

/** A refusal as the API answers it: every problem with its place; one of the sequence has a code of its own. */
export function policyRefused(problems: readonly FoundProblem[], translate: Translate): KanmonError {
  const rendered = problems.map((problem) => renderProblem(problem, translate))
  const first = rendered.find(isError)
  const taken = first?.code === 'VERSION_REPEATED' || first?.code === 'VERSION_NOT_HIGHER'
  const detail = first === undefined ? 'the policy is refused' : problemLine(first)
  return new KanmonError(taken ? 'POLICY_VERSION_TAKEN' : 'POLICY_REFUSED', detail, {
    problems: rendered,
    ...(first !== undefined && { field: first.path }),
  })
}
