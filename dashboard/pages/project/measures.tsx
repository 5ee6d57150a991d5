import { ControlSection } from './control.tsx'
import { DefectsSection } from './defects.tsx'
import { EarnedValueSection } from './earned-value.tsx'
import { EvidenceSection } from './evidence.tsx'
import { PbSection } from './pb.tsx'
import type { Measures } from './questions.ts'
import { ReliabilitySection } from './reliability.tsx'
import type { View } from './view.ts'
import { WarningsSection } from './warnings.tsx'
import { ZonesSection } from './zones.tsx'

/** What is measured, each subject on its own: one that cannot be shown leaves the others. */
export function MeasuredSections({ view, measures }: { view: View; measures: Measures }) {
  const { evm, series, pb, zones, charts, reliability, indicators, warnings, evidence } = measures
  return (
    <>
      <EarnedValueSection view={view} evm={evm} series={series} />
      <PbSection view={view} pb={pb} />
      <ZonesSection view={view} zones={zones} />
      <ControlSection view={view} charts={charts} />
      <ReliabilitySection view={view} reliability={reliability} />
      <DefectsSection view={view} indicators={indicators} />
      <WarningsSection view={view} warnings={warnings} />
      <EvidenceSection view={view} evidence={evidence} />
    </>
  )
}
