import type { IndicatorId } from '../../schemas/indicators.ts'
import {
  baselinedPackages,
  earnedValueFindings,
  percentComplete,
  costPerformance,
  schedulePerformance,
  schedulePerformanceOverTime,
} from './earned-value.ts'
import { evidencePassed } from './evidence.ts'
import { scansBehind, testsBehind } from './freshness.ts'
import { convergenceRatioLower, growthTrend, residualSevereUpper } from '../reliability/measurements.ts'
import type { Measurement } from './measurement.ts'
import { qualityMeasures, type QualityRequest } from './quality-measures.ts'
import { securityMeasures } from './security/security-measures.ts'

/** What is measured: the slice of the project, and the gate that is judged. */
export interface MeasureRequest extends QualityRequest {
  readonly gate: string
}

type Measure = (request: MeasureRequest) => Measurement

/** How each indicator of `schemas/indicators` is measured; the compiler checks that none is missing. */
export const measures: Record<IndicatorId, Measure> = {
  'evm.baselined-packages': ({ view }) => baselinedPackages(view),
  'evm.spi': ({ view }) => schedulePerformance(view),
  'evm.cpi': ({ view }) => costPerformance(view),
  'evm.spi-t': ({ view }) => schedulePerformanceOverTime(view),
  'evm.percent-complete': ({ view }) => percentComplete(view),
  'evm.findings': ({ view, scope }) => earnedValueFindings(view, scope),
  ...qualityMeasures,
  ...securityMeasures,
  'freshness.tests-behind': testsBehind,
  'freshness.scans-behind': scansBehind,
  'reliability.residual-severe-upper': residualSevereUpper,
  'reliability.convergence-ratio-lower': convergenceRatioLower,
  'reliability.trend': growthTrend,
  'evidence.passed': ({ view, gate, scope }) =>
    evidencePassed(view, gate, scope.item ?? '', scope.independent ?? false),
}
