import { severity } from '../../schemas/facts/common.ts'
import type { Fact, FactOf } from '../../schemas/facts/index.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { daysBetween } from '../facts/effective-date.ts'
import { isUnresolved } from '../indicators/found-defects.ts'
import type { FactHistory } from '../indicators/history.ts'
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

/** The last change that took a version's place late: by when it happened, or by when it was learned of. */
function replacedLate<T extends Fact>(
  versions: readonly T[],
  isLate: (instant: number) => boolean,
  dateOf: (instant: number) => string,
): { before: T; after: T }[] {
  return versions.flatMap((before, i) => {
    const after = versions[i + 1]
    if (after === undefined) return []
    // Versions that came on one day are an import of what had happened, and not a record that was altered.
    const isAltered = dateOf(before.receivedAt) < dateOf(after.receivedAt)
    const late = isLate(after.occurredAt) || (isAltered && isLate(after.receivedAt))
    return late ? [{ before, after }] : []
  })
}

/** Grave defects whose severity is lower now than it was, or that were taken back or rejected while they were open. */
function defectChange(versions: readonly Defect[], late: { before: Defect; after: Defect }[]): LateChange[] {
  const now = versions.at(-1)
  if (now === undefined) return []
  const about = now.data.defect
  for (const { before, after } of late) {
    if (!isGrave(before) || before.data.retracted === true) continue
    const isWithdrawn = now.data.retracted === true || (now.data.status === 'rejected' && isUnresolved(before))
    if (isWithdrawn)
      return [{ code: 'DEFECT_WITHDRAWN', about, detail: before.data.severity, madeBy: after }]
    if (rank(now) > rank(before)) {
      const detail = `${before.data.severity} → ${now.data.severity}`
      return [{ code: 'SEVERITY_LOWERED', about, detail, madeBy: after }]
    }
  }
  return []
}

function declarationChange(
  versions: readonly FactOf<'project.declared'>[],
  late: { before: FactOf<'project.declared'>; after: FactOf<'project.declared'> }[],
): LateChange[] {
  const now = versions.at(-1)
  if (now === undefined) return []
  const weaker = late.flatMap(({ before, after }) =>
    weakenings(before.data, now.data).map((detail) => ({ detail, madeBy: after })),
  )
  const seen = new Set<string>()
  return weaker
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
  const dateOf = (instant: number) => civilDateOf(instant, view.zone)
  const isLate = (instant: number) => daysBetween(dateOf(instant), view.statusDate) <= days
  const { history } = view
  const defects = [...groupBy(history.of('defect.reported'), ({ key }) => key)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .filter(([, versions]) => versions.length > 1)
    .flatMap(([, versions]) => defectChange(versions, replacedLate(versions, isLate, dateOf)))
  return [...defects, ...declarations(history, isLate, dateOf)]
}

function declarations(
  history: FactHistory,
  isLate: (instant: number) => boolean,
  dateOf: (instant: number) => string,
): LateChange[] {
  const versions = history.of('project.declared').filter(({ data }) => data.retracted !== true)
  return declarationChange(versions, replacedLate(versions, isLate, dateOf))
}
