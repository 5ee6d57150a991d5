import type { Phase } from '../../schemas/facts/project.ts'
import type { Condition } from '../../schemas/policy.ts'
import { newestDate } from '../facts/effective-date.ts'
import { uniqueDefects, fromDefects } from '../indicators/found-defects.ts'
import { counted, type Measurement, notMeasurable, ratio } from '../indicators/measurement.ts'
import { perSize } from '../indicators/size.ts'
import { rateInterval } from '../statistics/intervals.ts'
import type { Slice } from '../indicators/slice.ts'
import { type LimitsOf, zones } from './analysis.ts'
import { externalLimits } from './external-limits.ts'
import type { ZoneLimits } from './limits.ts'

type Scope = Condition['scope']

/** A slice with the limits that it is held against: those of a condition, or of a reader that has others at hand. */
type Limited = Slice & { readonly scope: Scope; readonly limitsOf?: LimitsOf }

const FACTS = 'kind=zone.analysed'

/** The limits that a condition names: its own, or a publication's. Without either there are none, never a default. */
function limitsNamed({ view, scope, limitsOf }: Limited, phase: Phase): ZoneLimits | null {
  if (limitsOf !== undefined) return limitsOf(phase)
  if (scope.zoneLimits !== undefined) {
    const { source, tests, defects } = scope.zoneLimits
    return { name: source, external: false, source, projects: null, tests, defects }
  }
  return scope.baseline === undefined ? null : externalLimits(scope.baseline, view.declared.class, phase.kind)
}

/**
 * Number of zones that ask for an analysis and have none on record for the zone of today, of the project and of each
 * component. Not measurable while the project's own zone in a phase that has limits cannot be told.
 */
export function zonesUnanalysed(slice: Limited): Measurement {
  const { view, phases } = slice
  const analysed = zones(view, phases, (phase) => limitsNamed(slice, phase))
  const judged = analysed.filter(({ limits }) => limits !== null)
  const unknown = judged.find(({ component, why }) => component === null && why !== null)
  if (judged.length === 0) return notMeasurable('NO_REFERENCE_VALUES', FACTS)
  if (unknown?.why != null) return notMeasurable(unknown.why, FACTS)
  const lastDate = newestDate(view.state.of('tests.reported'), view.zone)
  const open = judged.filter(({ asksForAnalysis, isAnswered }) => asksForAnalysis && !isAnswered)
  return counted(open.length, { sampleSize: judged.length, lastDate, facts: FACTS })
}

/**
 * Actual against plan of the defects = found / (KSLOC x usual density), in percent, over the phases that have limits;
 * the usual density is the median. 100 is what is usual; both far below and far above ask why.
 */
export function actualToExpected(slice: Limited): Measurement {
  const { view, phases } = slice
  const limited = view.declared.phases
    .filter(({ id }) => phases?.includes(id) ?? true)
    .flatMap((phase) => {
      const limits = limitsNamed(slice, phase)
      return limits === null ? [] : [{ id: phase.id, usual: limits.defects.median }]
    })
  return fromDefects(slice, (_, rest) => {
    if (limited.length === 0) return notMeasurable('NO_REFERENCE_VALUES', rest.facts, rest)
    const usual = limited.reduce((sum, { usual }) => sum + usual, 0)
    const defects = uniqueDefects({ ...slice, phases: limited.map(({ id }) => id) })
    const found = defects.length
    const known = { numerator: found, lastDate: rest.lastDate }
    const components = defects.map(({ data }) => data.component)
    return perSize(slice, 'ksloc', known, components, (ksloc) => {
      if (usual === 0) return notMeasurable('NO_REFERENCE_VALUES', rest.facts, known)
      const interval = rateInterval(found, ksloc * usual, 100)
      return ratio(found, ksloc * usual, 100, { ...rest, sampleSize: ksloc, interval })
    })
  })
}
