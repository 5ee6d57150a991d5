import { civilDateOf } from '../calendar/local-date.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import { compareText } from '../facts/state.ts'
import { type EvidenceFact, evidenceRecords, type Independence, isIndependent } from './evidence-records.ts'
import { type Measurement, notMeasurable } from './measurement.ts'
import type { ProjectView } from './project-view.ts'

/** The civil date on which something was verified: not the one on which it was told again. */
function verifiedOn(record: EvidenceFact, zone: string): string {
  const told = effectiveDate(record, zone)
  const verified = civilDateOf(Date.parse(record.data.verifiedAt), zone)
  return compareText(verified, told) < 0 ? verified : told
}

/**
 * 1 when the checklist item of the gate was confirmed for the release by an accepted verifier, 0 when it was not: a
 * failure recorded by anybody, accepted or not, outweighs every confirmation, and so does an accepted "not applicable".
 * Not measurable without any record that counts. As old as the newest accepted record.
 */
export function evidencePassed(
  view: ProjectView,
  gate: string,
  item: string,
  independence: Independence,
): Measurement {
  const facts = 'kind=evidence.recorded'
  const records = evidenceRecords(view, gate, item)
  const accepted = records.filter(({ data }) => isIndependent(data.verifier, view.declared, independence))
  const failed = records.filter(({ data }) => data.result === 'failed')
  const counted = [...new Set([...accepted, ...failed])]
  if (counted.length === 0) return notMeasurable('NO_EVIDENCE', facts)
  const passed = failed.length === 0 && accepted.every(({ data }) => data.result === 'passed') ? 1 : 0
  const dates = counted.map((record) => verifiedOn(record, view.zone)).sort(compareText)
  return {
    actual: passed,
    why: null,
    numerator: passed,
    denominator: 1,
    sampleSize: accepted.length,
    lastDate: dates.at(-1) ?? null,
    facts,
  }
}
