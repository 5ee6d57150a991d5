import type { Phase } from '../../schemas/facts/project.ts'
import type { Condition } from '../../schemas/policy.ts'
import { newestDate } from '../facts/effective-date.ts'
import { uniqueDefects, fromDefects } from '../indicators/found-defects.ts'
import { counted, type Measurement, notMeasurable, ratio } from '../indicators/measurement.ts'
import { perSize } from '../indicators/size.ts'
import type { Slice } from '../indicators/slice.ts'
import { zones } from './analysis.ts'
import { externalLimits } from './external-limits.ts'
import type { ZoneLimits } from './limits.ts'

type Scope = Condition['scope']

const FACTS = 'kind=zone.analysed'

/** The limits that a condition names: its own, or a publication's. Without either there are none, never a default. */
function limitsNamed({ view }: Slice, scope: Scope, { kind }: Phase): ZoneLimits | null {
  if (scope.zoneLimits !== undefined) {
    const { source, tests, defects } = scope.zoneLimits
    return { name: source, external: false, source, projects: null, tests, defects }
  }
  return scope.baseline === undefined ? null : externalLimits(scope.baseline, view.declared.class, kind)
}

/**
 * Number of zones that ask for an analysis and have none on record for the zone of today, of the project and of each
 * component. Not measurable while the project's own zone in a phase that has limits cannot be told.
 */
export function zonesUnanalysed(slice: Slice & { readonly scope: Scope }): Measurement {
  const { view, phases, scope } = slice
  const analysed = zones(view, phases, (phase) => limitsNamed(slice, scope, phase))
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
export function actualToExpected(slice: Slice & { readonly scope: Scope }): Measurement {
  const { view, phases, scope } = slice
  const limited = view.declared.phases
    .filter(({ id }) => phases?.includes(id) ?? true)
    .flatMap((phase) => {
      const limits = limitsNamed(slice, scope, phase)
      return limits === null ? [] : [{ id: phase.id, usual: limits.defects.median }]
    })
  return fromDefects(slice, (_, rest) => {
    if (limited.length === 0) return notMeasurable('NO_REFERENCE_VALUES', rest.facts, rest)
    const usual = limited.reduce((sum, { usual }) => sum + usual, 0)
    const found = uniqueDefects({ ...slice, phases: limited.map(({ id }) => id) }).length
    const known = { numerator: found, lastDate: rest.lastDate }
    return perSize(slice, known, (ksloc) => {
      const { lastDate, facts } = rest
      if (usual === 0) return notMeasurable('NO_REFERENCE_VALUES', facts, known)
      return ratio(found, ksloc * usual, 100, { lastDate, facts, sampleSize: ksloc })
    })
  })
}
