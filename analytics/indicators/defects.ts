import type { Severity } from '../../schemas/facts/common.ts'
import type { FactOf } from '../../schemas/facts/index.ts'
import { newestDate } from '../facts/effective-date.ts'
import { type Measurement, notMeasurable, ratio } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import { measuredSize } from './size.ts'
import { testTotals } from './tests.ts'

type Defect = FactOf<'defect.reported'>

/** Unique symptoms found in the phases (null = all): rejected reports and duplicates are not defects. */
function uniqueDefects(view: ProjectView, phases: readonly string[] | null): readonly Defect[] {
  return view.state.of('defect.reported').filter(({ data }) => {
    const counts = data.status !== 'rejected' && data.duplicateOf === undefined
    return counts && (phases === null || phases.includes(data.phaseFound))
  })
}

/**
 * Unresolved = not closed. A fix that nobody verified and a deferral are unresolved too: deferring is a
 * decision to ship with the defect, and that takes a waiver.
 */
function isUnresolved({ data }: Defect): boolean {
  return data.status !== 'closed' && data.status !== 'rejected'
}

const FACTS = 'kind=defect.reported'

/**
 * Number of unresolved defects of one severity. Without a single report the count is not zero but
 * unknown: a tracker that is not connected reports nothing either.
 */
export function openDefects(
  view: ProjectView,
  phases: readonly string[] | null,
  severity: Severity,
): Measurement {
  const reported = view.state.of('defect.reported')
  if (reported.length === 0) return notMeasurable('NO_DEFECTS_REPORTED', FACTS)
  const unique = uniqueDefects(view, phases)
  const open = unique.filter((defect) => defect.data.severity === severity && isUnresolved(defect))
  return {
    actual: open.length,
    why: null,
    numerator: open.length,
    denominator: null,
    sampleSize: unique.length,
    lastDate: newestDate(reported, view.zone),
    facts: FACTS,
  }
}

/** Defect density バグ密度 = unique defects found / KSLOC. Not measurable while no test was executed. */
export function defectDensity(view: ProjectView, phases: readonly string[] | null): Measurement {
  const reported = view.state.of('defect.reported')
  if (reported.length === 0) return notMeasurable('NO_DEFECTS_REPORTED', FACTS)
  const found = uniqueDefects(view, phases).length
  const lastDate = newestDate(reported, view.zone)
  const executed = testTotals(view, phases)?.executed ?? 0
  if (executed === 0)
    return notMeasurable('NO_TESTS_EXECUTED', 'kind=tests.reported', { numerator: found, lastDate })
  const size = measuredSize(view)
  if (size === null) return notMeasurable('NO_SIZE', 'kind=size.measured', { numerator: found, lastDate })
  if (size.ksloc === 0)
    return notMeasurable('ZERO_SIZE', 'kind=size.measured', { numerator: found, denominator: 0, lastDate })
  return ratio(found, size.ksloc, 1, { lastDate, facts: FACTS })
}

/** Defect detection rate 不具合検出率 = unique defects found / executed test cases x 100. */
export function detectionRate(view: ProjectView, phases: readonly string[] | null): Measurement {
  const reported = view.state.of('defect.reported')
  if (reported.length === 0) return notMeasurable('NO_DEFECTS_REPORTED', FACTS)
  const found = uniqueDefects(view, phases).length
  const totals = testTotals(view, phases)
  if (totals === null) return notMeasurable('NO_TESTS', 'kind=tests.reported', { numerator: found })
  const { executed, lastDate } = totals
  if (executed === 0)
    return notMeasurable('NO_TESTS_EXECUTED', 'kind=tests.reported', {
      numerator: found,
      denominator: 0,
      lastDate,
    })
  return ratio(found, executed, 100, { lastDate, facts: FACTS })
}
