import type { IndicatorId } from '../../schemas/indicators.ts'
import type { Condition } from '../../schemas/policy.ts'
import { defectDensity, detectionRate, openDefects } from './defects.ts'
import {
  earnedValueFindings,
  percentComplete,
  costPerformance,
  schedulePerformance,
  schedulePerformanceOverTime,
} from './earned-value.ts'
import { evidencePassed } from './evidence.ts'
import type { Measurement } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import { passRate, testConsumption, testDensity } from './tests.ts'

/** What is measured: the view, the phases it is limited to (null = all) and the gate that is judged. */
export interface MeasureRequest {
  readonly view: ProjectView
  readonly phases: readonly string[] | null
  readonly gate: string
  readonly scope: Condition['scope']
}

type Measure = (request: MeasureRequest) => Measurement

/** How each indicator of `schemas/indicators` is measured; the compiler checks that none is missing. */
export const measures: Record<IndicatorId, Measure> = {
  'evm.spi': ({ view }) => schedulePerformance(view),
  'evm.cpi': ({ view }) => costPerformance(view),
  'evm.spi-t': ({ view }) => schedulePerformanceOverTime(view),
  'evm.percent-complete': ({ view }) => percentComplete(view),
  'evm.findings': ({ view, scope }) => earnedValueFindings(view, scope),
  'tests.density': ({ view, phases }) => testDensity(view, phases),
  'tests.consumption': ({ view, phases }) => testConsumption(view, phases),
  'tests.pass-rate': ({ view, phases }) => passRate(view, phases),
  'defects.density': ({ view, phases }) => defectDensity(view, phases),
  'defects.detection-rate': ({ view, phases }) => detectionRate(view, phases),
  'defects.open-critical': ({ view, phases }) => openDefects(view, phases, 'critical'),
  'defects.open-major': ({ view, phases }) => openDefects(view, phases, 'major'),
  'defects.open-minor': ({ view, phases }) => openDefects(view, phases, 'minor'),
  'defects.open-trivial': ({ view, phases }) => openDefects(view, phases, 'trivial'),
  'evidence.passed': ({ view, gate, scope }) =>
    evidencePassed(view, gate, scope.item ?? '', scope.independent ?? false),
}
