import type { ZoneReading } from '../../schemas/answers-quality.ts'
import type { FactOf } from '../../schemas/facts/index.ts'
import type { Phase } from '../../schemas/facts/project.ts'
import type { ProjectState } from '../facts/state.ts'
import { defectDensity } from '../indicators/defects.ts'
import type { Measurement, NotMeasurable } from '../indicators/measurement.ts'
import { isTesting } from '../indicators/phase-kinds.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import { componentSizes } from '../indicators/size.ts'
import { testDensity } from '../indicators/tests.ts'
import type { ZoneLimits } from './limits.ts'
import { type Level, levelOf, levelOfEstimate, readings } from './zone.ts'

/** The zone of a project or component in one phase, and the answer that was given to it. */
export interface Zone {
  readonly phase: string
  readonly component: string | null
  readonly test: Measurement
  readonly defect: Measurement
  readonly limits: ZoneLimits | null
  /** Null when it cannot be told; `why` says the reason. */
  readonly levels: { readonly test: Level; readonly defect: Level } | null
  readonly reading: ZoneReading | null
  readonly lowConfidence: boolean
  readonly asksForAnalysis: boolean
  /** The recorded analysis, also an outdated one. */
  readonly answer: FactOf<'zone.analysed'> | null
  /** Whether the answer was given for the zone of today. */
  readonly isAnswered: boolean
  readonly why: NotMeasurable | null
}

/** Which limits a phase is held against; null when there are none for it. */
export type LimitsOf = (phase: Phase) => ZoneLimits | null

const unitOf = (phase: string, component: string | null) => JSON.stringify([phase, component])

/** The recorded analyses by phase and component; there is one for each, the newest. */
const answersByUnit = (state: ProjectState) =>
  new Map(
    state.of('zone.analysed').map((fact) => [unitOf(fact.data.phase, fact.data.component ?? null), fact]),
  )

function zoneOf(view: ProjectView, phase: Phase, component: string | null, limits: ZoneLimits | null): Zone {
  const slice = { view, phases: [phase.id], component }
  const test = testDensity(slice)
  const defect = defectDensity(slice)
  const answer = view.state.derived(answersByUnit).get(unitOf(phase.id, component)) ?? null
  const known = { phase: phase.id, component, test, defect, limits, answer }
  const why = limits === null ? 'NO_REFERENCE_VALUES' : (test.why ?? defect.why)
  if (limits === null || test.actual === null || defect.interval === undefined) {
    const unknown = { levels: null, reading: null, lowConfidence: false, isAnswered: false }
    return { ...known, ...unknown, asksForAnalysis: false, why: why ?? 'NO_DEFECTS_REPORTED' }
  }
  const { level, lowConfidence } = levelOfEstimate(defect.interval, limits.defects)
  const levels = { test: levelOf(test.actual, limits.tests), defect: level }
  const reading = readings[levels.test][levels.defect]
  const answered = answer?.data.zone
  return {
    ...known,
    levels,
    reading,
    lowConfidence,
    asksForAnalysis: reading !== 'STANDARD',
    isAnswered: answered?.test === levels.test && answered.defect === levels.defect,
    why: null,
  }
}

/**
 * Zone analysis of the phases of testing: the whole project in each, then every component of known size for which
 * tests are reported. A component whose tests are only in the phase's total has no zone of its own.
 */
export function zones(view: ProjectView, phases: readonly string[] | null, limitsOf: LimitsOf): Zone[] {
  const components = [...componentSizes(view).keys()].sort()
  return view.declared.phases
    .filter((phase) => isTesting(phase) && (phases?.includes(phase.id) ?? true))
    .flatMap((phase) => {
      const limits = limitsOf(phase)
      const parts = components.map((component) => zoneOf(view, phase, component, limits))
      return [zoneOf(view, phase, null, limits), ...parts.filter(({ test }) => test.why !== 'NO_TESTS')]
    })
}
