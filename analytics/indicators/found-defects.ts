import type { FactOf } from '../../schemas/facts/index.ts'
import { newestDate } from '../facts/effective-date.ts'
import { type Measurement, notMeasurable } from './measurement.ts'
import { isInSlice, type Slice } from './slice.ts'

export type Defect = FactOf<'defect.reported'>

export const DEFECT_FACTS = 'kind=defect.reported'

/** Whether a report is a defect at all: rejected reports and duplicates are not. */
export const isDefect = ({ data }: Defect): boolean =>
  data.status !== 'rejected' && data.duplicateOf === undefined

/** Unique symptoms found in the slice. */
export function uniqueDefects(slice: Slice): readonly Defect[] {
  return slice.view.state
    .of('defect.reported')
    .filter((defect) => isDefect(defect) && isInSlice(slice, defect.data.phaseFound, defect.data.component))
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
