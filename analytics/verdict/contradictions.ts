import { civilDateOf } from '../calendar/local-date.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { disagreeingCoverage } from '../indicators/coverage.ts'
import { defectsById, originalOf } from '../indicators/found-defects.ts'
import { countedReports, disagreeingTotals, outcomesOf } from '../indicators/test-totals.ts'
import { compareText } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import type { LateChange } from './late-changes.ts'

/** Facts that cannot all be true. `about` names the thing: a phase, a component, a work package. */
export interface Contradiction {
  readonly code:
    | 'UNKNOWN_PHASE'
    | 'UNKNOWN_COMPONENT'
    | 'DATED_IN_THE_FUTURE'
    | 'EXECUTED_DECREASED'
    | 'OUTCOMES_ABOVE_EXECUTED'
    | 'TOTAL_DISAGREES'
    | 'DUPLICATE_OF_NOTHING'
    | 'EARNED_VALUE'
    | 'SOURCES_DISAGREE'
    | LateChange['code']
  readonly about: string
  readonly detail: string
}

/** Test reports and defects that name a phase or component the project did not declare would vanish from every count. */
function unknownNames(view: ProjectView): Contradiction[] {
  const phases = new Set(view.declared.phases.map((phase) => phase.id))
  const components =
    view.declared.components && new Set(view.declared.components.map((component) => component.id))
  const unknown = new Map<string, Contradiction>()
  const check = (
    code: 'UNKNOWN_PHASE' | 'UNKNOWN_COMPONENT',
    known: Set<string> | undefined,
    name: string | undefined,
    kind: string,
  ) => {
    if (known === undefined || name === undefined || known.has(name)) return
    unknown.set(`${code} ${kind} ${name}`, { code, about: name, detail: kind })
  }
  for (const { data, kind } of [...view.state.of('tests.reported'), ...view.state.of('defect.reported')]) {
    check('UNKNOWN_PHASE', phases, 'phase' in data ? data.phase : data.phaseFound, kind)
    check('UNKNOWN_COMPONENT', components, data.component, kind)
  }
  for (const { data, kind } of view.state.of('coverage.measured'))
    check('UNKNOWN_PHASE', phases, data.phase, kind)
  const ofCode = [
    ...view.state.of('size.measured'),
    ...view.state.of('coverage.measured'),
    ...view.state.of('commits.counted'),
  ]
  for (const { data, kind } of ofCode) check('UNKNOWN_COMPONENT', components, data.component, kind)
  return [...unknown.values()]
}

const DATES = ['asOf', 'date', 'startedOn', 'finishedOn']
const INSTANTS = [
  'verifiedAt',
  'detectedAt',
  'fixedAt',
  'closedAt',
  'startedAt',
  'finishedAt',
  'analysedAt',
  'observedAt',
]
const HALF_A_DAY = 43_200_000

/** Whether a fact tells of a day that had not come where the project is when it was told. */
function isAheadOfItsDay({ data, occurredAt }: Fact, zone: string): boolean {
  // No zone is more than twelve hours behind UTC: only what is later than that needs the zone, which is costly.
  const surelyCome = new Date(occurredAt - HALF_A_DAY).toISOString().slice(0, 10)
  const dates = DATES.flatMap((name) => valueOf(data, name)).filter((date) => date > surelyCome)
  const instants = INSTANTS.flatMap((name) => valueOf(data, name))
    .map((instant) => Date.parse(instant))
    .filter((instant) => instant > occurredAt)
  if (dates.length === 0 && instants.length === 0) return false
  const day = civilDateOf(occurredAt, zone)
  return dates.some((date) => date > day) || instants.some((instant) => civilDateOf(instant, zone) > day)
}

function valueOf(data: object, name: string): string[] {
  const value: unknown = Reflect.get(data, name)
  return typeof value === 'string' ? [value] : []
}

/** What happened cannot be dated after the day on which it was told. */
function futureDates(view: ProjectView): Contradiction[] {
  const told = [
    ...view.state.of('tests.reported'),
    ...view.state.of('progress.reported'),
    ...view.state.of('size.measured'),
    ...view.state.of('cost.booked'),
    ...view.state.of('review.held'),
    ...view.state.of('evidence.recorded'),
    ...view.state.of('defect.reported'),
    ...view.state.of('testrun.finished'),
    ...view.state.of('coverage.measured'),
    ...view.state.of('zone.analysed'),
    ...view.state.of('scan.completed'),
    ...view.state.of('vulnerability.reported'),
    ...view.state.of('asset.observed'),
    ...view.state.of('commits.counted'),
  ]
  return told
    .filter((fact) => isAheadOfItsDay(fact, view.zone))
    .map((fact) => ({ code: 'DATED_IN_THE_FUTURE', about: fact.key, detail: fact.kind }))
}

/** A phase's total that its components contradict would hide what they say. */
function totalsDisagree(view: ProjectView): Contradiction[] {
  const reports = view.state.of('tests.reported').filter(({ data }) => data.asOf <= view.statusDate)
  return [
    ...disagreeingTotals(reports).map((about) => ({ about, detail: 'tests.reported' })),
    ...disagreeingCoverage(view).map((about) => ({ about, detail: 'coverage.measured' })),
  ].map((found) => ({ code: 'TOTAL_DISAGREES', ...found }))
}

/** A duplicate of nothing that stands for it would hide a defect; it counts, and it is told. */
function loneDuplicates(view: ProjectView): Contradiction[] {
  const defects = view.state.of('defect.reported')
  const byId = defectsById(defects)
  return defects
    .filter(({ data }) => data.duplicateOf !== undefined && data.status !== 'rejected')
    .filter((defect) => originalOf(defect, byId) === null)
    .map(({ data }) => ({ code: 'DUPLICATE_OF_NOTHING', about: data.defect, detail: data.duplicateOf ?? '' }))
}

/** Cumulative counts of executed cases never fall. */
function executedDecreased(view: ProjectView): Contradiction[] {
  const series = groupBy(
    view.state.of('tests.reported'),
    ({ data }) => `${data.phase}/${data.component ?? ''}`,
  )
  return [...series].flatMap(([about, reports]) => {
    const ordered = reports.sort((a, b) => compareText(a.data.asOf, b.data.asOf))
    const fallen = ordered.find((report, i) => report.data.executed < (ordered[i - 1]?.data.executed ?? 0))
    return fallen === undefined
      ? []
      : [{ code: 'EXECUTED_DECREASED' as const, about, detail: fallen.data.asOf }]
  })
}

/** More cases cannot have an outcome than were executed. */
function outcomesAboveExecuted(view: ProjectView): Contradiction[] {
  return countedReports({ view, phases: null, component: null })
    .filter((report) => outcomesOf(report) > report.data.executed)
    .map(({ data }) => ({
      code: 'OUTCOMES_ABOVE_EXECUTED',
      about: `${data.phase}/${data.component ?? ''}`,
      detail: data.asOf,
    }))
}

/** Every contradiction in a project's facts, in a fixed order. */
export function contradictions(view: ProjectView): Contradiction[] {
  const earnedValue = view.earnedValue.findings
    .filter((finding) => finding.severity === 'error' && finding.code !== 'NO_BASELINE')
    .map((finding): Contradiction => ({
      code: 'EARNED_VALUE',
      about: finding.workPackage ?? '',
      detail: finding.code,
    }))
  return [
    ...unknownNames(view),
    ...futureDates(view),
    ...executedDecreased(view),
    ...outcomesAboveExecuted(view),
    ...totalsDisagree(view),
    ...loneDuplicates(view),
    ...earnedValue,
  ]
}
