import type { FactOf } from '../../schemas/facts/index.ts'
import { onceForEach } from '../facts/deriving.ts'
import { newestDate } from '../facts/effective-date.ts'
import { compareText, type ProjectState } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import { type Measurement, notMeasurable } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import { inSlice, isInSlice, type Slice, sliced, type Sliced } from './slice.ts'

export type Defect = FactOf<'defect.reported'>

export const DEFECT_FACTS = 'kind=defect.reported'

const bySeverity = ['trivial', 'minor', 'major', 'critical']

/**
 * The defect that a duplicate stands behind, or null when it stands behind none: the chain must end, without a
 * cycle, at a reported defect that was not rejected, is at least as severe, and is not closed while this one is open.
 */
export function originalOf(defect: Defect, byId: ReadonlyMap<string, Defect>): Defect | null {
  const seen = new Set<string>()
  let current: Defect | undefined = defect
  while (current?.data.duplicateOf !== undefined) {
    if (seen.has(current.data.defect)) return null
    seen.add(current.data.defect)
    current = byId.get(current.data.duplicateOf)
  }
  if (current === undefined || current.data.status === 'rejected') return null
  if (bySeverity.indexOf(current.data.severity) < bySeverity.indexOf(defect.data.severity)) return null
  return !isUnresolved(current) && isUnresolved(defect) ? null : current
}

/** The newest reports by defect. */
export function defectsById(defects: readonly Defect[]): ReadonlyMap<string, Defect> {
  return new Map(defects.map((defect) => [defect.data.defect, defect]))
}

/** Which reports are defects of their own: rejected ones are not, nor duplicates of a defect that stands for them. */
export function defectFilter(defects: readonly Defect[]): (defect: Defect) => boolean {
  const byId = defectsById(defects)
  return (defect) =>
    defect.data.status !== 'rejected' &&
    (defect.data.duplicateOf === undefined || originalOf(defect, byId) === null)
}

/** The unique defects of a project, by where they were found, where they come from, and what caused them. */
interface DefectIndex {
  readonly found: Sliced<Defect>
  readonly originated: Sliced<Defect>
  readonly byCause: ReadonlyMap<string, readonly Defect[]>
  /** Civil date in a zone of the newest report, whatever it says; null without any. */
  readonly lastDateIn: (zone: string) => string | null
}

function defectIndex(state: ProjectState): DefectIndex {
  const reported = state.of('defect.reported')
  const unique = reported.filter(defectFilter(reported))
  const component = ({ data }: Defect) => data.component
  const known = unique.filter(({ data }) => data.phaseInjected !== undefined)
  return {
    found: sliced(unique, ({ data }) => data.phaseFound, component),
    originated: sliced(known, ({ data }) => data.phaseInjected, component),
    byCause: groupBy(unique, ({ data }) => data.cause ?? ''),
    lastDateIn: onceForEach((zone) => newestDate(reported, zone)),
  }
}

/** Unique symptoms found in the slice. */
export function uniqueDefects(slice: Slice): readonly Defect[] {
  const { found, byCause } = slice.view.state.derived(defectIndex)
  if (slice.cause === undefined) return inSlice(found, slice)
  return (byCause.get(slice.cause) ?? []).filter(({ data }) =>
    isInSlice(slice, data.phaseFound, data.component),
  )
}

/** Unique defects whose stated origin is one of the slice's phases. */
export const originatedDefects = (slice: Slice): readonly Defect[] =>
  inSlice(slice.view.state.derived(defectIndex).originated, slice)

/** The stated causes of a project's defects, '' for those that state none. */
export const causesOf = ({ state }: ProjectView): readonly string[] =>
  [...state.derived(defectIndex).byCause.keys()].sort(compareText)

/**
 * Unresolved = not closed. A fix that nobody verified and a deferral are unresolved too: deferring is a
 * decision to ship with the defect, and that takes a waiver.
 */
export const isUnresolved = ({ data }: Defect): boolean =>
  data.status !== 'closed' && data.status !== 'rejected'

/** When the defect was closed, in milliseconds; null while it is not. Without `closedAt`, when the report was made. */
export function closedAt(defect: Defect): number | null {
  if (defect.data.status !== 'closed') return null
  return defect.data.closedAt === undefined ? defect.occurredAt : Date.parse(defect.data.closedAt)
}

/**
 * What `measure` says of the slice's defects. Without a single report about the project nothing is known: a tracker
 * that is not connected reports nothing either.
 */
export function fromDefects(
  slice: Slice,
  measure: (found: readonly Defect[], rest: { lastDate: string | null; facts: string }) => Measurement,
): Measurement {
  const { view } = slice
  const lastDate = view.state.derived(defectIndex).lastDateIn(view.zone)
  if (lastDate === null) return notMeasurable('NO_DEFECTS_REPORTED', DEFECT_FACTS)
  return measure(uniqueDefects(slice), { lastDate, facts: DEFECT_FACTS })
}
