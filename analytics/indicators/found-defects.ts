import type { FactOf } from '../../schemas/facts/index.ts'
import { newestDate } from '../facts/effective-date.ts'
import { type Measurement, notMeasurable } from './measurement.ts'
import { isInSlice, type Slice } from './slice.ts'

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

/** Unique symptoms found in the slice. */
export function uniqueDefects(slice: Slice): readonly Defect[] {
  const reported = slice.view.state.of('defect.reported')
  const isDefect = defectFilter(reported)
  return reported.filter(
    (defect) => isDefect(defect) && isInSlice(slice, defect.data.phaseFound, defect.data.component),
  )
}

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
  const reported = view.state.of('defect.reported')
  if (reported.length === 0) return notMeasurable('NO_DEFECTS_REPORTED', DEFECT_FACTS)
  return measure(uniqueDefects(slice), { lastDate: newestDate(reported, view.zone), facts: DEFECT_FACTS })
}
