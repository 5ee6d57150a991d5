import type { IndicatorId } from '../../schemas/indicators.ts'
import type { Condition } from '../../schemas/policy.ts'
import { openWarnings } from '../warnings/open-warnings.ts'
import { actualToExpected, zonesUnanalysed } from '../zones/zone-indicators.ts'
import { componentsAboveLimit, worstComponentDensity } from './concentration.ts'
import { causeDensity, defectDensity, detectionRate, detectionRatePerHour, openDefects } from './defects.ts'
import type { Measurement } from './measurement.ts'
import { fixRate, phaseContainment, removalEfficiency, reopenRate, upstreamRatio } from './removal.ts'
import { findingsPerHour, reviewDensity, reviewHoursPerPage } from './reviews.ts'
import type { Slice } from './slice.ts'
import {
  automatedTestDensity,
  passRate,
  plannedTestDensity,
  testConsumption,
  testDensity,
  testPlanKept,
} from './tests.ts'
import { oldestOpen, timeToFix } from './time-to-fix.ts'

type QualityId = Extract<IndicatorId, `${'tests' | 'defects' | 'reviews' | 'zones' | 'warnings'}.${string}`>
type QualityMeasure = (request: Slice & { readonly scope: Condition['scope'] }) => Measurement

/** How each indicator of quality is measured; the compiler checks that none is missing. */
export const qualityMeasures: Record<QualityId, QualityMeasure> = {
  'tests.density': testDensity,
  'tests.planned-density': plannedTestDensity,
  'tests.automated-density': automatedTestDensity,
  'tests.consumption': testConsumption,
  'tests.plan-kept': testPlanKept,
  'tests.pass-rate': passRate,
  'defects.density': defectDensity,
  'defects.cause-density': causeDensity,
  'defects.detection-rate': detectionRate,
  'defects.detection-rate-per-hour': detectionRatePerHour,
  'defects.fix-rate': fixRate,
  'defects.reopen-rate': reopenRate,
  'defects.removal-efficiency': removalEfficiency,
  'defects.phase-containment': phaseContainment,
  'defects.upstream-ratio': upstreamRatio,
  'defects.time-to-fix-median': (slice) => timeToFix(slice, 0.5),
  'defects.time-to-fix-p85': (slice) => timeToFix(slice, 0.85),
  'defects.worst-component-density': worstComponentDensity,
  'defects.components-above-limit': componentsAboveLimit,
  'defects.open-critical': (slice) => openDefects(slice, 'critical'),
  'defects.open-major': (slice) => openDefects(slice, 'major'),
  'defects.open-minor': (slice) => openDefects(slice, 'minor'),
  'defects.open-trivial': (slice) => openDefects(slice, 'trivial'),
  'defects.oldest-open-critical': (slice) => oldestOpen(slice, 'critical'),
  'defects.oldest-open-major': (slice) => oldestOpen(slice, 'major'),
  'defects.oldest-open-minor': (slice) => oldestOpen(slice, 'minor'),
  'defects.oldest-open-trivial': (slice) => oldestOpen(slice, 'trivial'),
  'defects.actual-to-expected': actualToExpected,
  'zones.unanalysed': zonesUnanalysed,
  'warnings.open': ({ view }) => openWarnings(view),
  'reviews.density': reviewDensity,
  'reviews.hours-per-page': reviewHoursPerPage,
  'reviews.findings-per-hour': findingsPerHour,
}
