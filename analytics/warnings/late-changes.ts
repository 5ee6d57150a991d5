import { severity } from '../../schemas/facts/common.ts'
import type { FactOf } from '../../schemas/facts/index.ts'
import { groupBy } from '../group-by.ts'
import type { FactHistory } from '../indicators/history.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import type { Warning } from './warning.ts'

const DAY = 86_400_000

/** Days before the moment that is judged in which a change to the better of the record asks why. */
export const LATE_DAYS = 14

interface Version {
  readonly occurredAt: number
  readonly receivedAt: number
}

type Change<T> = readonly [before: T, after: T]

/**
 * Each version with the one before it, where the later one is late: it happened in the last days, or was said to have
 * happened before and came to be known in them only, when something else had been known until then.
 */
function lateChangesOf<T extends Version>(versions: readonly T[], since: number): readonly Change<T>[] {
  return versions.slice(1).flatMap((after, i) => {
    const before = versions[i]
    if (before === undefined) return []
    const isBackdated = after.receivedAt >= since && before.receivedAt < since
    return after.occurredAt >= since || isBackdated ? [[before, after] as const] : []
  })
}

type DefectVersion = FactOf<'defect.reported'>

const rank = ({ data }: DefectVersion) => severity.options.indexOf(data.severity)

function severitiesLowered(history: FactHistory, since: number): Warning[] {
  const byDefect = groupBy(history.of('defect.reported'), ({ key }) => key)
  const lowered = [...byDefect.values()].flatMap((versions) => {
    const newest = versions.at(-1)
    if (newest === undefined) return []
    const isLowered = lateChangesOf(versions, since).some(
      ([before, after]) => rank(after) > rank(before) && rank(newest) > rank(before),
    )
    return isLowered ? [newest.data.defect] : []
  })
  const [about] = lowered
  if (about === undefined) return []
  return [{ code: 'SEVERITY_LOWERED_LATE', about, values: { defects: lowered.length, days: LATE_DAYS } }]
}

type Dates = ReadonlyMap<string, string>

/** Whether a date of the same thing is later than it was. */
const isMoved = (before: Dates, after: Dates) =>
  [...after].some(([name, date]) => date > (before.get(name) ?? date))

const datesOf = ({ data: { release, phases } }: FactOf<'project.declared'>): Dates =>
  new Map([['', release.plannedShipDate], ...phases.map((p) => [p.id, p.plannedFinish] as const)])

const planDatesOf = ({ data }: FactOf<'plan.baselined'>): Dates =>
  new Map(data.workPackages.map(({ id, plannedFinish }) => [id, plannedFinish]))

function datesMoved(history: FactHistory, since: number): Warning[] {
  const moved =
    lateChangesOf(history.of('project.declared'), since).filter(([before, after]) =>
      isMoved(datesOf(before), datesOf(after)),
    ).length +
    lateChangesOf(history.of('plan.baselined'), since).filter(([before, after]) =>
      isMoved(planDatesOf(before), planDatesOf(after)),
    ).length
  if (moved === 0) return []
  return [{ code: 'DATES_MOVED_LATE', about: '', values: { changes: moved, days: LATE_DAYS } }]
}

/**
 * Severities lowered and dates moved back in the last 14 days before the moment that is judged: the record made to fit
 * the gate. Append-only facts keep what was said before, and a change that is dated back is told by when it came to be
 * known; without the history nothing can be found.
 */
export function lateChanges(view: ProjectView): Warning[] {
  if (view.history === null) return []
  const since = view.state.at - LATE_DAYS * DAY
  return [...severitiesLowered(view.history, since), ...datesMoved(view.history, since)]
}
