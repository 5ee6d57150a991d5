import { severity } from '../../schemas/facts/common.ts'
import type { FactOf } from '../../schemas/facts/index.ts'
import { groupBy } from '../group-by.ts'
import type { FactHistory } from '../indicators/history.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import type { Warning } from './warning.ts'

const DAY = 86_400_000

/** Days before the moment that is judged in which a change to the better of the record asks why. */
export const LATE_DAYS = 14

type Change<T> = readonly [before: T, after: T]

/** Each version with the one before it, oldest first. */
function changes<T>(versions: readonly T[]): readonly Change<T>[] {
  return versions.slice(1).flatMap((after, i) => {
    const before = versions[i]
    return before === undefined ? [] : [[before, after] as const]
  })
}

const rank = ({ data }: FactOf<'defect.reported'>) => severity.options.indexOf(data.severity)

function severitiesLowered(history: FactHistory, since: number): Warning[] {
  const byDefect = groupBy(history.of('defect.reported'), ({ key }) => key)
  const lowered = [...byDefect.values()].filter((versions) =>
    changes(versions).some(([before, after]) => after.occurredAt >= since && rank(after) > rank(before)),
  )
  const about = lowered[0]?.[0]?.data.defect
  if (about === undefined) return []
  return [{ code: 'SEVERITY_LOWERED_LATE', about, values: { defects: lowered.length, days: LATE_DAYS } }]
}

function finishOf({ data }: FactOf<'project.declared'>): string {
  return [data.release.plannedShipDate, ...data.phases.map(({ plannedFinish }) => plannedFinish)]
    .sort()
    .join()
}

const planFinish = ({ data }: FactOf<'plan.baselined'>) =>
  data.workPackages
    .map(({ plannedFinish }) => plannedFinish)
    .sort()
    .at(-1) ?? ''

function datesMoved(history: FactHistory, since: number): Warning[] {
  const declared = changes(history.of('project.declared')).filter(
    ([before, after]) => after.occurredAt >= since && finishOf(after) > finishOf(before),
  )
  const plans = changes(history.of('plan.baselined')).filter(
    ([before, after]) => after.occurredAt >= since && planFinish(after) > planFinish(before),
  )
  const moved = declared.length + plans.length
  if (moved === 0) return []
  return [{ code: 'DATES_MOVED_LATE', about: '', values: { changes: moved, days: LATE_DAYS } }]
}

/**
 * Severities lowered and dates moved in the last 14 days before the moment that is judged: the record made to fit the
 * gate. Append-only facts keep what was said before; without the history nothing can be found.
 */
export function lateChanges(view: ProjectView): Warning[] {
  if (view.history === null) return []
  const since = view.state.at - LATE_DAYS * DAY
  return [...severitiesLowered(view.history, since), ...datesMoved(view.history, since)]
}
