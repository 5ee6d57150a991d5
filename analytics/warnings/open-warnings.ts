import { newestDate } from '../facts/effective-date.ts'
import { counted, type Measurement, notMeasurable } from '../indicators/measurement.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import { lateChanges } from './late-changes.ts'
import { measuredBefore } from './measured-before.ts'
import { earlySignals } from './signals.ts'
import { testChecks } from './test-checks.ts'
import type { Warning } from './warning.ts'

function progressWithoutCost(view: ProjectView): Warning[] {
  const found = view.earnedValue.findings.filter(({ code }) => code === 'EV_WITHOUT_AC')
  const [first] = found
  if (first === undefined) return []
  return [
    { code: 'PROGRESS_WITHOUT_COST', about: first.workPackage ?? '', values: { packages: found.length } },
  ]
}

/** Reviews, test runs, analyses and origins of defects in a phase or component that was not declared: they would vanish from every count. */
function unknownNames(view: ProjectView): Warning[] {
  const phases = new Set(view.declared.phases.map(({ id }) => id))
  const components = new Set((view.declared.components ?? []).map(({ id }) => id))
  const named = [
    ...view.state.of('review.held'),
    ...view.state.of('testrun.finished'),
    ...view.state.of('zone.analysed'),
  ]
  const unknown = new Map<string, Warning>()
  for (const { kind, data } of view.state.of('defect.reported')) {
    const about = data.phaseInjected
    if (about !== undefined && !phases.has(about))
      unknown.set(`${kind} ${about}`, { code: 'UNKNOWN_NAME', about, values: { kind } })
  }
  for (const { kind, data } of named) {
    const names = [
      ...(data.phase === undefined || phases.has(data.phase) ? [] : [data.phase]),
      ...(data.component === undefined || components.has(data.component) ? [] : [data.component]),
    ]
    for (const about of names)
      unknown.set(`${kind} ${about}`, { code: 'UNKNOWN_NAME', about, values: { kind } })
  }
  return [...unknown.values()]
}

/** Sizes that say that generated code is in them: nobody wrote it, and it makes every density look lower. */
function generatedCode(view: ProjectView): Warning[] {
  const counted = view.state.of('size.measured').filter(({ data }) => data.excludesGenerated === false)
  const components = [...new Set(counted.map(({ data }) => data.component))]
  const [about] = components
  if (about === undefined) return []
  return [{ code: 'GENERATED_CODE_COUNTED', about, values: { components: components.length } }]
}

/** Every early warning and contradiction of a project, in a fixed order. */
export function warnings(view: ProjectView): Warning[] {
  return [
    ...earlySignals(view),
    ...testChecks(view),
    ...progressWithoutCost(view),
    ...lateChanges(view),
    ...generatedCode(view),
    ...measuredBefore(view),
    ...unknownNames(view),
  ]
}

/**
 * Number of warnings that are up; `upper: 0` holds back while there is one. Not measurable before the first test is
 * reported: there is nothing yet that could warn. Nor without the history, since what was changed cannot be seen then.
 */
export function openWarnings(view: ProjectView): Measurement {
  const reports = view.state.of('tests.reported')
  const facts = 'kind=tests.reported'
  if (reports.length === 0) return notMeasurable('NO_TESTS', facts)
  const lastDate = newestDate(reports, view.zone)
  if (view.history === null) return notMeasurable('NO_HISTORY', facts, { lastDate })
  return counted(warnings(view).length, { sampleSize: reports.length, lastDate, facts })
}
