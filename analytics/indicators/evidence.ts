import { effectiveDate } from '../facts/effective-date.ts'
import { isSameName } from '../facts/same-name.ts'
import { type Measurement, notMeasurable } from './measurement.ts'
import type { ProjectView } from './project-view.ts'

/**
 * 1 when the checklist item of the gate was confirmed as passed, 0 when it failed or is said not to apply.
 * With `independent`, a verifier of the project's own division does not count.
 */
export function evidencePassed(
  view: ProjectView,
  gate: string,
  item: string,
  independent: boolean,
): Measurement {
  const facts = 'kind=evidence.recorded'
  const { organization, division } = view.declared
  const record = view.state.of('evidence.recorded').find(({ data }) => {
    const own =
      isSameName(data.verifier.organization, organization) &&
      isSameName(data.verifier.division ?? division, division)
    return data.gate === gate && data.item === item && !(independent && own)
  })
  if (record === undefined) return notMeasurable('NO_EVIDENCE', facts)
  const passed = record.data.result === 'passed' ? 1 : 0
  const lastDate = effectiveDate(record, view.zone)
  return { actual: passed, why: null, numerator: passed, denominator: 1, sampleSize: 1, lastDate, facts }
}
