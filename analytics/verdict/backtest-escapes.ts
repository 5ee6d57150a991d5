import { type Severity, severity } from '../../schemas/facts/common.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { ProjectState } from '../facts/state.ts'
import { defectFilter } from '../indicators/found-defects.ts'
import { REMOVAL_WINDOW_DAYS } from '../indicators/removal.ts'

const DAY = 86_400_000

/** Why a release says nothing about a policy. */
export type Exclusion =
  | 'NO_SHIP_DATE'
  | 'RELEASE_TOO_RECENT'
  | 'NO_DEFECT_REPORTS'
  | 'NOT_KNOWN_THEN'
  | 'OTHER_PROFILE'
  | 'BEYOND_LIMIT'

/** What came out of a release, as known now: the defects that were found after it. */
export interface ReleaseOutcome {
  /** Milliseconds. */
  readonly shippedAt: number
  /** Ids of the unique defects of the threshold's severity or worse, in their order of id. */
  readonly escaped: readonly string[]
}

/** Whether a severity is the threshold or worse. */
const isAtLeast = (given: Severity, threshold: Severity): boolean =>
  severity.options.indexOf(given) <= severity.options.indexOf(threshold)

/**
 * What came out of a shipped release: defects that were marked as escaped, or detected after it shipped, within
 * 90 days (the window of defect removal efficiency, Jones). Before the 90 days are over nothing can be said; a
 * project that never reported a defect looks like one whose tracker is not connected.
 *
 * @param now milliseconds
 * @returns null for what is not shipped
 */
export function releaseOutcome(
  state: ProjectState,
  declared: ProjectDeclared,
  threshold: Severity,
  now: number,
): ReleaseOutcome | Exclusion | null {
  if (declared.status !== 'shipped') return null
  if (declared.shippedAt === undefined) return 'NO_SHIP_DATE'
  const shippedAt = Date.parse(declared.shippedAt)
  const windowEnd = shippedAt + REMOVAL_WINDOW_DAYS * DAY
  if (now < windowEnd) return 'RELEASE_TOO_RECENT'
  const reported = state.of('defect.reported')
  if (reported.length === 0) return 'NO_DEFECT_REPORTS'
  const isDefect = defectFilter(reported)
  const escaped = reported
    .filter((defect) => isDefect(defect) && isAtLeast(defect.data.severity, threshold))
    .filter(({ data }) => {
      const detectedAt = Date.parse(data.detectedAt)
      return detectedAt <= windowEnd && (data.escaped === true || detectedAt > shippedAt)
    })
    .map(({ data }) => data.defect)
  return { shippedAt, escaped }
}
