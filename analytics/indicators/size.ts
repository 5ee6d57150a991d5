import type { FactOf } from '../../schemas/facts/index.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import { compareText } from '../facts/state.ts'
import type { ProjectView } from './project-view.ts'

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

/** The size by the newest count of each component up to the status date, or null when none was measured. */
export function measuredSize(view: ProjectView): Size | null {
  const newest = new Map<string, FactOf<'size.measured'>>()
  for (const size of view.state.of('size.measured')) {
    const known = newest.get(size.data.component)
    if (size.data.asOf > view.statusDate) continue
    if (known === undefined || compareText(known.data.asOf, size.data.asOf) < 0)
      newest.set(size.data.component, size)
  }
  let ksloc: number | null = null
  let lastDate = ''
  for (const size of newest.values()) {
    const counted = countedLines(size, view.declared.class === 'enhancement')
    if (counted === null) continue
    ksloc = (ksloc ?? 0) + counted
    const date = effectiveDate(size, view.zone)
    if (date > lastDate) lastDate = date
  }
  return ksloc === null ? null : { ksloc, lastDate }
}
