import { effectiveDate } from '../facts/effective-date.ts'
import { compareText } from '../facts/state.ts'
import type { ProjectView } from '../indicators/project-view.ts'

/**
 * The civil date of a project's size, as old as its oldest newest count: one component that nobody counts any more makes
 * the whole figure old. Of one component its own. Null when nothing was counted up to the status date.
 */
export function sizeDate(view: ProjectView, component: string | null): string | null {
  const newest = new Map<string, string>()
  for (const size of view.state.of('size.measured')) {
    const { component: counted, asOf } = size.data
    if (asOf > view.statusDate || (component !== null && counted !== component)) continue
    const date = effectiveDate(size, view.zone)
    const known = newest.get(counted)
    if (known === undefined || compareText(known, date) < 0) newest.set(counted, date)
  }
  return [...newest.values()].sort(compareText)[0] ?? null
}
