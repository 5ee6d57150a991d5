import type { IndicatorId } from '../../../schemas/indicators.ts'
import type { Measurement } from '../measurement.ts'
import { unconfirmedDismissals } from './dismissals.ts'
import { acceptedVulnerabilities, oldestVulnerability, openVulnerabilities } from './open-vulnerabilities.ts'
import { oldestScan, scanCoverage } from './scan-indicators.ts'
import type { SecurityRequest } from './security-request.ts'
import { shadowAssets, unregisteredAssets } from './unregistered-assets.ts'

type SecurityId = Extract<IndicatorId, `security.${string}`>

/** How each indicator of security is measured; the compiler checks that none is missing. */
export const securityMeasures: Record<SecurityId, (request: SecurityRequest) => Measurement> = {
  'security.scan-coverage': scanCoverage,
  'security.oldest-scan': oldestScan,
  'security.open-critical': (request) => openVulnerabilities(request, 'critical'),
  'security.open-high': (request) => openVulnerabilities(request, 'high'),
  'security.oldest-open-critical': (request) => oldestVulnerability(request, 'critical'),
  'security.oldest-open-high': (request) => oldestVulnerability(request, 'high'),
  'security.accepted-critical': (request) => acceptedVulnerabilities(request, 'critical'),
  'security.accepted-high': (request) => acceptedVulnerabilities(request, 'high'),
  'security.unconfirmed-dismissals': unconfirmedDismissals,
  'security.unregistered-assets': unregisteredAssets,
  'security.shadow-assets': shadowAssets,
}
