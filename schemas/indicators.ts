import { z } from 'zod'

/** What a reason for HOLD is about; decides who has to act. */
export const reasonKind = z.enum([
  'QUALITY',
  'PROGRESS',
  'DATA',
  'SECURITY',
  'EVIDENCE',
  'HOLD_ORDER',
  'POLICY',
])
export type ReasonKind = z.infer<typeof reasonKind>

export const unit = z.enum([
  'ratio',
  'percent',
  'count',
  'cases/KSLOC',
  'defects/KSLOC',
  'defects/100 cases',
  'passed',
])
export type Unit = z.infer<typeof unit>

interface IndicatorDefinition {
  readonly unit: Unit
  readonly family: Extract<ReasonKind, 'QUALITY' | 'PROGRESS' | 'EVIDENCE' | 'SECURITY'>
  /** Version of the definition: it grows whenever the same facts would give another number. */
  readonly version: number
  /** May be limited to one kind of phase. */
  readonly byPhase: boolean
}

const progress = (unit: Unit): IndicatorDefinition => ({
  unit,
  family: 'PROGRESS',
  version: 1,
  byPhase: false,
})
const quality = (unit: Unit): IndicatorDefinition => ({ unit, family: 'QUALITY', version: 1, byPhase: true })

/** Every indicator a policy may put a condition on. */
export const indicators = {
  'evm.spi': progress('ratio'),
  'evm.cpi': progress('ratio'),
  'evm.spi-t': progress('ratio'),
  'evm.percent-complete': progress('percent'),
  'tests.density': quality('cases/KSLOC'),
  'tests.consumption': quality('percent'),
  'tests.pass-rate': quality('percent'),
  'defects.density': quality('defects/KSLOC'),
  'defects.detection-rate': quality('defects/100 cases'),
  'defects.open-critical': quality('count'),
  'defects.open-major': quality('count'),
  'defects.open-minor': quality('count'),
  'defects.open-trivial': quality('count'),
  'evidence.passed': { unit: 'passed', family: 'EVIDENCE', version: 1, byPhase: false },
} as const satisfies Record<string, IndicatorDefinition>

export type IndicatorId = keyof typeof indicators
export const indicatorIds = Object.keys(indicators) as [IndicatorId, ...IndicatorId[]]
export const indicatorId = z.enum(indicatorIds)
