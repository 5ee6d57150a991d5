import { severity } from '../../schemas/facts/common.ts'
import type { Fact, FactOf } from '../../schemas/facts/index.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { daysBetween } from '../facts/effective-date.ts'
import { compareText } from '../facts/state.ts'
import { isUnresolved } from '../indicators/found-defects.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import { groupBy } from '../group-by.ts'
import { weakenings } from './weakened-declaration.ts'

/** A change that makes the record look better shortly before the gate, and the fact that made it. */
export interface LateChange {
  readonly code: 'SEVERITY_LOWERED' | 'DEFECT_WITHDRAWN' | 'DECLARATION_WEAKENED'
  readonly about: string
  readonly detail: string
  readonly madeBy: Fact
}

type Defect = FactOf<'defect.reported'>

const isGrave = ({ data }: Defect) => data.severity === 'critical' || data.severity === 'major'
const rank = ({ data }: Defect) => severity.options.indexOf(data.severity)

interface Replaced<T> {
  readonly before: T
  readonly after: T
}

/** Each version with the one that took its place, oldest first. */
function replacements<T>(versions: readonly T[]): Replaced<T>[] {
  return versions.flatMap((before, i) => {
    const after = versions[i + 1]
    return after === undefined ? [] : [{ before, after }]
  })
}

/** Whether a change was made late: by when it happened, or by when it was learned of. */
type IsLate = (change: Replaced<Fact>) => boolean

function lateness({ zone, statusDate }: ProjectView, days: number): IsLate {
  const dateOf = (instant: number) => civilDateOf(instant, zone)
  const isLate = (instant: number) => daysBetween(dateOf(instant), statusDate) <= days
  return ({ before, after }) =>
    isLate(after.occurredAt) ||
    // Versions that came on one day are an import of what had happened, and not a record that was altered.
    (isLate(after.receivedAt) && dateOf(before.receivedAt) < dateOf(after.receivedAt))
}

/** A grave defect whose severity is lower now than it was, or that was taken back or rejected while it was open. */
function defectChange(versions: readonly Defect[], isLate: IsLate): LateChange[] {
  const now = versions.at(-1)
  if (now === undefined || !versions.some(isGrave)) return []
  const about = now.data.defect
  const isGone = now.data.retracted === true
  const change = replacements(versions).find((each) => {
    const { before } = each
    if (!isGrave(before) || before.data.retracted === true) return false
    const isRejected = now.data.status === 'rejected' && isUnresolved(before)
    return (isGone || isRejected || rank(now) > rank(before)) && isLate(each)
  })
  if (change === undefined) return []
  const { before, after } = change
  return isGone || (now.data.status === 'rejected' && isUnresolved(before))
    ? [{ code: 'DEFECT_WITHDRAWN', about, detail: before.data.severity, madeBy: after }]
    : [
        {
          code: 'SEVERITY_LOWERED',
          about,
          detail: `${before.data.severity} → ${now.data.severity}`,
          madeBy: after,
        },
      ]
}

function declarationChange(versions: readonly FactOf<'project.declared'>[], isLate: IsLate): LateChange[] {
  const now = versions.at(-1)
  if (now === undefined) return []
  const seen = new Set<string>()
  return replacements(versions)
    .filter(isLate)
    .flatMap(({ before, after }) =>
      weakenings(before.data, now.data).map((detail) => ({ detail, madeBy: after })),
    )
    .filter(({ detail }) => !seen.has(detail) && seen.add(detail))
    .map(({ detail, madeBy }) => ({ code: 'DECLARATION_WEAKENED', about: now.project, detail, madeBy }))
}

/**
 * What was changed to the better of the record in the last `days` days before the status date and still stands:
 * severities lowered and grave defects withdrawn, a declaration that asks less of the project than it did. The log
 * keeps what was said before, and somebody has to say that it was right. In the order of the defects' ids, the
 * declaration last.
 */
export function lateChanges(view: ProjectView, days: number): LateChange[] {
  if (view.history === null) return []
  const isLate = lateness(view, days)
  const defects = [...groupBy(view.history.of('defect.reported'), ({ key }) => key)]
    .filter(([, versions]) => versions.length > 1)
    .sort(([a], [b]) => compareText(a, b))
    .flatMap(([, versions]) => defectChange(versions, isLate))
  const declared = view.history.of('project.declared').filter(({ data }) => data.retracted !== true)
  return [...defects, ...declarationChange(declared, isLate)]
}
