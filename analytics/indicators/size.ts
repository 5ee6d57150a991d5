import type { FactOf } from '../../schemas/facts/index.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import { compareText } from '../facts/state.ts'
import { type Measurement, notMeasurable } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import type { Slice } from './slice.ts'

export interface Size {
  /** Thousands of source lines without comments and blanks. */
  readonly ksloc: number
  readonly lastDate: string
}

/**
 * Lines that count as this project's work: for an enhancement added + modified + deleted, without the
 * reused base (IPA); otherwise the total, or what was added and modified when no total was measured.
 */
function countedLines(size: FactOf<'size.measured'>, isEnhancement: boolean): number | null {
  const lines = size.data.ksloc
  if (lines === undefined) return null
  const changed = [lines.added, lines.modified, ...(isEnhancement ? [lines.deleted] : [])]
  const sum = changed.some((part) => part !== undefined)
    ? changed.reduce<number>((total, part) => total + (part ?? 0), 0)
    : null
  return isEnhancement ? sum : (lines.total ?? sum)
}

/** The size of each component by its newest count in lines up to the status date. */
export function componentSizes(view: ProjectView): ReadonlyMap<string, Size> {
  const newest = new Map<string, FactOf<'size.measured'>>()
  for (const size of view.state.of('size.measured')) {
    const known = newest.get(size.data.component)
    if (size.data.asOf > view.statusDate) continue
    if (known === undefined || compareText(known.data.asOf, size.data.asOf) < 0)
      newest.set(size.data.component, size)
  }
  const sizes = new Map<string, Size>()
  for (const [component, size] of newest) {
    const ksloc = countedLines(size, view.declared.class === 'enhancement')
    if (ksloc !== null) sizes.set(component, { ksloc, lastDate: effectiveDate(size, view.zone) })
  }
  return sizes
}

/** The size of the project, or of the slice's component; null when none was measured. Phases have no size of their own. */
export function measuredSize({ view, component }: Pick<Slice, 'view' | 'component'>): Size | null {
  const sizes = componentSizes(view)
  if (component !== null) return sizes.get(component) ?? null
  const all = [...sizes.values()]
  if (all.length === 0) return null
  return {
    ksloc: all.reduce((sum, { ksloc }) => sum + ksloc, 0),
    lastDate: all.reduce((newest, { lastDate }) => (lastDate > newest ? lastDate : newest), ''),
  }
}

const FACTS = 'kind=size.measured'

/** What `measure` says of the slice's KSLOC, or why there is nothing to divide by. */
export function perSize(
  slice: Slice,
  known: Partial<Measurement>,
  measure: (ksloc: number) => Measurement,
): Measurement {
  const size = measuredSize(slice)
  if (size === null) return notMeasurable('NO_SIZE', FACTS, known)
  if (size.ksloc === 0) return notMeasurable('ZERO_SIZE', FACTS, { ...known, denominator: 0 })
  return measure(size.ksloc)
}
