import type { FactOf } from '../../schemas/facts/index.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import { partitionPoint } from '../calendar/partition-point.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import { compareText, type ProjectState } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import { type Measurement, notMeasurable } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import type { Slice } from './slice.ts'

/** What size is counted in: thousands of source lines without comments and blanks, or of function points. */
export type SizeMeasure = 'ksloc' | 'kfp'

export interface Size {
  readonly amount: number
  readonly lastDate: string
}

type SizeFact = FactOf<'size.measured'>

/**
 * Lines that count as this project's work: for an enhancement added + modified + deleted, without the
 * reused base (IPA); otherwise the total, or what was added and modified when no total was measured.
 */
function countedLines({ data: { ksloc: lines } }: SizeFact, isEnhancement: boolean): number | null {
  if (lines === undefined) return null
  const changed = [lines.added, lines.modified, ...(isEnhancement ? [lines.deleted] : [])]
  const sum = changed.some((part) => part !== undefined)
    ? changed.reduce<number>((total, part) => total + (part ?? 0), 0)
    : null
  return isEnhancement ? sum : (lines.total ?? sum)
}

/** Function points are counted for the project as it is: of an enhancement those of the enhancement (IFPUG EFP). */
function amountOf(size: SizeFact, measure: SizeMeasure, { class: of }: ProjectDeclared): number | null {
  if (measure === 'ksloc') return countedLines(size, of === 'enhancement')
  return size.data.functionPoints === undefined ? null : size.data.functionPoints / 1000
}

/** The counts of each component in the order of their dates. */
function sizesByComponent(state: ProjectState): ReadonlyMap<string, readonly SizeFact[]> {
  const ordered = [...state.of('size.measured')].sort((a, b) => compareText(a.data.asOf, b.data.asOf))
  return groupBy(ordered, ({ data }) => data.component)
}

/** The newest count up to the status date that says the measure; a later count in another one does not undo it. */
function newestSize(sizes: readonly SizeFact[], view: ProjectView, measure: SizeMeasure): Size | null {
  for (let i = partitionPoint(sizes, ({ data }) => data.asOf <= view.statusDate) - 1; i >= 0; i -= 1) {
    const size = sizes[i]
    const amount = size === undefined ? null : amountOf(size, measure, view.declared)
    if (size !== undefined && amount !== null) return { amount, lastDate: effectiveDate(size, view.zone) }
  }
  return null
}

/** The size of each component by its newest count up to the status date. */
export function componentSizes(view: ProjectView, measure: SizeMeasure = 'ksloc'): ReadonlyMap<string, Size> {
  const sizes = new Map<string, Size>()
  for (const [component, counts] of view.state.derived(sizesByComponent)) {
    const size = newestSize(counts, view, measure)
    if (size !== null) sizes.set(component, size)
  }
  return sizes
}

const FACTS = 'kind=size.measured'

/**
 * What `measure` says of the slice's size, or why there is nothing to divide by. Phases have no size of their own.
 * The size of the project is the sum over its components; when what is counted names a component without a size, the
 * sum is not the size of what was counted, and nothing is divided by it.
 *
 * @param counted the components that the numerator names, undefined where it names none
 */
export function perSize(
  { view, component }: Slice,
  sizeMeasure: SizeMeasure,
  known: Partial<Measurement>,
  counted: Iterable<string | undefined>,
  measure: (size: number) => Measurement,
): Measurement {
  const absent = () => notMeasurable(sizeMeasure === 'kfp' ? 'NO_FUNCTION_POINTS' : 'NO_SIZE', FACTS, known)
  let amount: number
  if (component !== null) {
    const own = newestSize(view.state.derived(sizesByComponent).get(component) ?? [], view, sizeMeasure)
    if (own === null) return absent()
    amount = own.amount
  } else {
    const sizes = componentSizes(view, sizeMeasure)
    if (sizes.size === 0) return absent()
    for (const name of counted)
      if (name !== undefined && !sizes.has(name)) return notMeasurable('SIZE_INCOMPLETE', FACTS, known)
    amount = [...sizes.values()].reduce((sum, size) => sum + size.amount, 0)
  }
  return amount === 0 ? notMeasurable('ZERO_SIZE', FACTS, { ...known, denominator: 0 }) : measure(amount)
}
