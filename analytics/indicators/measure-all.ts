import { type IndicatorId, indicatorIds, indicators } from '../../schemas/indicators.ts'
import { measures } from './measure.ts'
import type { Measurement } from './measurement.ts'
import type { ProjectView } from './project-view.ts'

/** An indicator of the whole project (`phase` null) or of one phase. */
export interface MeasuredIndicator {
  readonly indicator: IndicatorId
  readonly phase: string | null
  readonly measurement: Measurement
}

/** Every indicator that needs no checklist item: of the project, and of each phase where it can be told by phase. */
export function measureAll(view: ProjectView): MeasuredIndicator[] {
  return indicatorIds
    .filter((indicator) => indicator !== 'evidence.passed')
    .flatMap((indicator) => {
      const measure = (phase: string | null): MeasuredIndicator => {
        const phases = phase === null ? null : [phase]
        return {
          indicator,
          phase,
          measurement: measures[indicator]({ view, phases, component: null, gate: 'release', scope: {} }),
        }
      }
      const phases = indicators[indicator].byPhase ? view.declared.phases.map((phase) => phase.id) : []
      return [measure(null), ...phases.map(measure)]
    })
}
