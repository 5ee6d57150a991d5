import type { Slice } from '../indicators/slice.ts'
import { analyzeFailures, type ReliabilityAnalysis } from './analyze.ts'
import { projectFailures, type ProjectFailures } from './project-failures.ts'

/** Reliability growth of a slice of a project: its failures, and what the models make of them. */
export interface ProjectAnalysis {
  readonly failures: ProjectFailures
  /** null when there are no failures to analyse. */
  readonly analysis: ReliabilityAnalysis | null
}

type Axis = 'cases' | 'days'

/** The analyses of one state by what was selected, filled as they are asked for. */
const analysesOf = (): Map<string, ProjectAnalysis> => new Map()

/**
 * Reliability growth of a slice, fitted once for each selection (phases, component, cause, axis) of one state,
 * however many conditions of a verdict ask for it.
 */
export function projectAnalysis(slice: Slice, axis?: Axis): ProjectAnalysis {
  const { view, phases, component, cause } = slice
  const known = view.state.derived(analysesOf)
  const selection = JSON.stringify([view.statusDate, phases, component, cause ?? null, axis ?? null])
  const found = known.get(selection)
  if (found !== undefined) return found
  const failures = projectFailures(slice, axis)
  const { data, testConsumption } = failures
  const made = { failures, analysis: data === null ? null : analyzeFailures(data, { testConsumption }) }
  known.set(selection, made)
  return made
}
