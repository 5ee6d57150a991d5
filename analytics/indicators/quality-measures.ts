import type { IndicatorId } from '../../schemas/indicators.ts'
import type { Condition } from '../../schemas/policy.ts'
import { openWarnings } from '../warnings/open-warnings.ts'
import type { LimitsOf } from '../zones/analysis.ts'
import { actualToExpected, zonesUnanalysed } from '../zones/zone-indicators.ts'
import { componentsAboveLimit, worstComponentDensity } from './concentration.ts'
import { coverage } from './coverage.ts'
import { causeDensity, defectDensity, detectionRate, detectionRatePerHour, openDefects } from './defects.ts'
import type { Measurement } from './measurement.ts'
import { fixRate, phaseContainment, removalEfficiency, reopenRate, upstreamRatio } from './removal.ts'
import { findingsPerHour, reviewDensity, reviewHoursPerPage } from './reviews.ts'
import type { Slice } from './slice.ts'
import { passRate, testConsumption, testDensity, testPlanKept } from './tests.ts'
import { oldestOpen, timeToFix } from './time-to-fix.ts'

type QualityId = Extract<IndicatorId, `${'tests' | 'defects' | 'reviews' | 'zones' | 'warnings'}.${string}`>
/** A slice with what a condition says of it, and the limits that a reader holds zones and expected defects against. */
export interface QualityRequest extends Slice {
  readonly scope: Condition['scope']
  readonly limitsOf?: LimitsOf
}
type QualityMeasure = (request: QualityRequest) => Measurement

/** How each indicator of quality is measured; the compiler checks that none is missing. */
export const qualityMeasures: Record<QualityId, QualityMeasure> = {
  'tests.density': (slice) => testDensity(slice),
  'tests.density-kfp': (slice) => testDensity(slice, 'executed', 'kfp'),
  'tests.planned-density': (slice) => testDensity(slice, 'planned'),
  'tests.planned-density-kfp': (slice) => testDensity(slice, 'planned', 'kfp'),
  'tests.automated-density': (slice) => testDensity(slice, 'automated'),
  'tests.automated-density-kfp': (slice) => testDensity(slice, 'automated', 'kfp'),
  'tests.consumption': testConsumption,
  'tests.plan-kept': testPlanKept,
  'tests.pass-rate': passRate,
  'tests.statement-coverage': (slice) => coverage(slice, 'lines'),
  'tests.branch-coverage': (slice) => coverage(slice, 'branches'),
  'defects.density': (slice) => defectDensity(slice),
  'defects.density-kfp': (slice) => defectDensity(slice, 'kfp'),
  'defects.cause-density': (slice) => causeDensity(slice),
  'defects.cause-density-kfp': (slice) => causeDensity(slice, 'kfp'),
  'defects.detection-rate': detectionRate,
  'defects.detection-rate-per-hour': detectionRatePerHour,
  'defects.fix-rate': fixRate,
  'defects.reopen-rate': (slice) => reopenRate(slice),
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
  'reviews.density': (slice) => reviewDensity(slice),
  'reviews.density-kfp': (slice) => reviewDensity(slice, 'kfp'),
  'reviews.hours-per-page': reviewHoursPerPage,
  'reviews.findings-per-hour': findingsPerHour,
}
