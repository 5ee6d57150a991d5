import { compactData } from './compact-times.ts'
import { coarseData } from './gathered-data.ts'
import type { ScaledData } from './scaled-data.ts'

/** The same failures three times: as they are, with thousands of times compacted, and coarse. */
export interface SearchData {
  readonly full: ScaledData
  /** As good as full for all but the last digit: intervals and errors are taken from it. */
  readonly compact: ScaledData
  /** Only for finding where to start. */
  readonly coarse: ScaledData
}

/** What the search for one set of failures works on, made once for all models. */
export function searchData(full: ScaledData): SearchData {
  return { full, compact: compactData(full), coarse: coarseData(full) }
}
