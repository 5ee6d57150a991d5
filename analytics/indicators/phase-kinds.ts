import type { PhaseKind } from '../../schemas/facts/common.ts'
import type { Phase } from '../../schemas/facts/project.ts'

const TESTING: ReadonlySet<PhaseKind> = new Set([
  'unit-test',
  'integration-test',
  'system-test',
  'acceptance',
])

/** Phases in which the program is run to find defects. */
export const isTesting = ({ kind }: Pick<Phase, 'kind'>): boolean => TESTING.has(kind)

/** Phases before the first test, where defects are found by reading. */
export const isUpstream = (phase: Pick<Phase, 'kind'>): boolean => !isTesting(phase)
