import { type IndicatorId, indicators, listedIndicatorIds } from '../../schemas/indicators.ts'
import { measures } from './measure.ts'
import type { Measurement } from './measurement.ts'
import type { ProjectView } from './project-view.ts'

/** An indicator of the whole project (`phase` and `component` null), of one phase, or of one component. */
export interface MeasuredIndicator {
  readonly indicator: IndicatorId
  readonly phase: string | null
  readonly component: string | null
  readonly measurement: Measurement
}

/**
 * Every indicator that needs no checklist item: of the project, and of each phase or each component where it can be
 * told by that.
 */
export function measureAll(view: ProjectView, by: 'phase' | 'component' = 'phase'): MeasuredIndicator[] {
  const { phases, components = [] } = view.declared
  const parts =
    by === 'phase'
      ? phases.map(({ id }) => ({ phase: id, component: null }))
      : components.map(({ id }) => ({ phase: null, component: id }))
  return listedIndicatorIds.flatMap((indicator) => {
    const { byPhase, byComponent } = indicators[indicator]
    const isDivided = by === 'phase' ? byPhase : byComponent
    const slices = [{ phase: null, component: null }, ...(isDivided ? parts : [])]
    return slices.map(({ phase, component }) => ({
      indicator,
      phase,
      component,
      measurement: measures[indicator]({
        view,
        phases: phase === null ? null : [phase],
        component,
        gate: 'release',
        scope: {},
      }),
    }))
  })
}
