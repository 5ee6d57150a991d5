import { type IndicatorId, indicators, listedIndicatorIds } from '../../schemas/indicators.ts'
import type { LimitsOf } from '../zones/analysis.ts'
import { causesOf } from './found-defects.ts'
import { measures } from './measure.ts'
import type { Measurement } from './measurement.ts'
import type { ProjectView } from './project-view.ts'

/** What a list of indicators is broken down by. */
export type Division = 'phase' | 'component' | 'cause'

/** An indicator of the whole project (all three null), of one phase, of one component, or of one cause ('' = none stated). */
export interface MeasuredIndicator {
  readonly indicator: IndicatorId
  readonly phase: string | null
  readonly component: string | null
  readonly cause: string | null
  readonly measurement: Measurement
}

type Part = Pick<MeasuredIndicator, 'phase' | 'component' | 'cause'>

const WHOLE: Part = { phase: null, component: null, cause: null }

function partsOf(view: ProjectView, by: Division): Part[] {
  switch (by) {
    case 'phase':
      return view.declared.phases.map(({ id }) => ({ ...WHOLE, phase: id }))
    case 'component':
      return (view.declared.components ?? []).map(({ id }) => ({ ...WHOLE, component: id }))
    case 'cause':
      return causesOf(view).map((cause) => ({ ...WHOLE, cause }))
  }
}

const divisible = { phase: 'byPhase', component: 'byComponent', cause: 'byCause' } as const

/**
 * Every indicator that needs no checklist item: of the project, and of each phase, component or cause where it can be
 * told by that. Zones and expected defects are held against the limits given; without any they have no value.
 */
export function measureAll(
  view: ProjectView,
  by: Division = 'phase',
  limitsOf?: LimitsOf,
): MeasuredIndicator[] {
  const parts = partsOf(view, by)
  return listedIndicatorIds.flatMap((indicator) => {
    const isDivided = indicators[indicator][divisible[by]]
    return [WHOLE, ...(isDivided ? parts : [])].map(({ phase, component, cause }) => ({
      indicator,
      phase,
      component,
      cause,
      measurement: measures[indicator]({
        view,
        phases: phase === null ? null : [phase],
        component,
        ...(cause !== null && { cause }),
        gate: 'release',
        scope: {},
        ...(limitsOf !== undefined && { limitsOf }),
      }),
    }))
  })
}
