import type { DefectReported } from '../../../schemas/facts/quality.ts'
import { instantText } from '../times.ts'
import { applyRule, textsOf } from './apply-rule.ts'
import type { IssueMapping } from './mapping.ts'
import { type About, requiredOverTime } from './over-time.ts'
import type { IssueState, TrackedIssue } from './tracked-issue.ts'

type Status = DefectReported['status']

/** How a defect stands, with the times of its present end; an earlier end that was reopened does not count. */
export interface Standing {
  readonly status: Status
  readonly fixedAt?: string
  readonly closedAt?: string
}

const ENDED: ReadonlySet<Status> = new Set(['fixed', 'closed', 'rejected'])

/** Whether the issue is a defect, in each state. */
export const isDefectIn = ({ defects }: IssueMapping, states: readonly IssueState[]): readonly boolean[] =>
  states.map(({ fields }) => textsOf(defects, fields).some((text) => defects.values.includes(text)))

/** What the mapping makes of the tracker's words alone. */
function mappedStatus(mapping: IssueMapping, states: readonly IssueState[], about: About): readonly Status[] {
  const { unless = [], ...rule } = mapping.status
  const usual = requiredOverTime('status', rule, states, about)
  return states.map(({ fields }, index) => {
    for (const first of unless) {
      // What is not listed here is left to the status.
      const applied = applyRule(first, fields)
      if (applied.kind === 'value') return applied.value
    }
    return usual[index] ?? 'open'
  })
}

/**
 * The standing of a defect in each state. Open after it was fixed, closed or rejected is reopened, whether or not
 * the tracker has a word for that; an issue that stops being a defect is rejected as one.
 *
 * @throws {ReportRefused} UNMAPPED_VALUE
 */
export function standingOverTime(
  mapping: IssueMapping,
  issue: TrackedIssue,
  states: readonly IssueState[],
): readonly Standing[] {
  const isDefect = isDefectIn(mapping, states)
  const mapped = mappedStatus(mapping, states, issue)
  let hasEnded = false
  let fixedAt: number | null = null
  let closedAt: number | null = null
  return mapped.map((word, index) => {
    const said = isDefect[index] === true ? word : 'rejected'
    const status = said === 'open' && hasEnded ? 'reopened' : said
    // Without change log the state began at the latest change of anything; only the tracker's own time is of the end.
    const at = issue.changes === null ? issue.resolvedAt : (states[index]?.at ?? null)
    hasEnded ||= ENDED.has(status)
    if (status === 'fixed') {
      fixedAt ??= at
      closedAt = null
    } else if (status === 'closed') closedAt ??= at
    else {
      fixedAt = null
      closedAt = null
    }
    return {
      status,
      ...(fixedAt === null ? {} : { fixedAt: instantText(fixedAt) }),
      ...(closedAt === null ? {} : { closedAt: instantText(closedAt) }),
    }
  })
}
