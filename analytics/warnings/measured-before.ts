import type { FactKind } from '../../schemas/facts/index.ts'
import { behind, coverageTold, scansTold, sizesTold, testsTold, type Told } from '../indicators/freshness.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import type { Warning } from './warning.ts'

/** Days that a measurement may lie behind the last commit: what is counted weekly does by nature. */
const BEHIND_DAYS = 7

const SOURCES: readonly (readonly [FactKind, Told])[] = [
  ['tests.reported', testsTold],
  ['coverage.measured', coverageTold],
  ['size.measured', sizesTold],
  ['scan.completed', scansTold],
]

/**
 * What was measured more than a week before the last commit, of the component where it is worst: it does not speak of
 * what would be shipped. What was never measured is for completeness to tell.
 */
export function measuredBefore(view: ProjectView): Warning[] {
  const slice = { view, phases: null, component: null }
  return SOURCES.flatMap(([about, told]) => {
    const worst = behind(slice, told).reduce((most, { days }) => Math.max(most, days ?? 0), 0)
    if (worst <= BEHIND_DAYS) return []
    return [{ code: 'MEASURED_BEFORE_LAST_COMMIT' as const, about, values: { days: Math.floor(worst) } }]
  })
}
