import { civilDateOf } from '../calendar/local-date.ts'
import { compareText } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import type { ProjectView } from '../indicators/project-view.ts'

/** Facts that cannot all be true. `about` names the thing: a phase, a component, a work package. */
export interface Contradiction {
  readonly code:
    'UNKNOWN_PHASE' | 'UNKNOWN_COMPONENT' | 'DATED_IN_THE_FUTURE' | 'EXECUTED_DECREASED' | 'EARNED_VALUE'
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
  for (const { data, kind } of view.state.of('size.measured'))
    check('UNKNOWN_COMPONENT', components, data.component, kind)
  return [...unknown.values()]
}

/** A report about a day that had not come when it was made. */
function futureDates(view: ProjectView): Contradiction[] {
  const reports = [
    ...view.state.of('tests.reported'),
    ...view.state.of('progress.reported'),
    ...view.state.of('size.measured'),
  ]
  return reports
    .filter((fact) => fact.data.asOf > civilDateOf(fact.occurredAt, view.zone))
    .map((fact) => ({ code: 'DATED_IN_THE_FUTURE', about: fact.key, detail: fact.kind }))
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

/** Every contradiction in a project's facts, in a fixed order. */
export function contradictions(view: ProjectView): Contradiction[] {
  const earnedValue = view.earnedValue.findings
    .filter((finding) => finding.severity === 'error' && finding.code !== 'NO_BASELINE')
    .map((finding): Contradiction => ({
      code: 'EARNED_VALUE',
      about: finding.workPackage ?? '',
      detail: finding.code,
    }))
  return [...unknownNames(view), ...futureDates(view), ...executedDecreased(view), ...earnedValue]
}
