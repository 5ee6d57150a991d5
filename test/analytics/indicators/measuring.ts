import type { Fact } from '../../../schemas/facts/index.ts'
import type { IndicatorId } from '../../../schemas/indicators.ts'
import { stateAt } from '../../../analytics/facts/state.ts'
import { projectView } from '../../../analytics/indicators/build-view.ts'
import { measures } from '../../../analytics/indicators/measure.ts'
import type { Measurement } from '../../../analytics/indicators/measurement.ts'
import { declarationOf, type ProjectView } from '../../../analytics/indicators/project-view.ts'
import type { Condition } from '../../../schemas/policy.ts'
import { declaration, fact, noon, TODAY } from '../../helpers/project-facts.ts'

/** The declaration of the project of these tests, three phases and two components. */
export const declared = (changes: object = {}): Fact =>
  fact(
    'project.declared',
    {
      ...declaration,
      phases: [
        { id: 'bd', kind: 'basic-design', plannedStart: '2026-09-01', plannedFinish: '2026-09-30' },
        { id: 'code', kind: 'coding', plannedStart: '2026-10-01', plannedFinish: '2026-10-30' },
        { id: 'it', kind: 'integration-test', plannedStart: '2026-10-19', plannedFinish: '2026-10-30' },
        { id: 'st', kind: 'system-test', plannedStart: '2026-11-02', plannedFinish: '2026-11-20' },
      ],
      components: [{ id: 'core' }, { id: 'ui' }],
      ...changes,
    },
    { occurredAt: noon('2026-08-01') },
  )

export function viewOf(log: readonly Fact[], at = noon(TODAY)): ProjectView {
  const state = stateAt('p', log, at)
  const found = declarationOf(state)
  if (found === null) throw new Error('viewOf: the log needs a declaration')
  return projectView(state, found.data, () => new Set(), 80, log)
}

/** An indicator measured on facts, of the whole project unless told otherwise. */
export function measured(
  indicator: IndicatorId,
  log: readonly Fact[],
  part: { phases?: string[]; component?: string; at?: number; scope?: Condition['scope'] } = {},
): Measurement {
  return measures[indicator]({
    view: viewOf(log, part.at),
    phases: part.phases ?? null,
    component: part.component ?? null,
    gate: 'release',
    scope: part.scope ?? {},
  })
}

let serial = 0

/** A defect found in system test on a day, closed `fixDays` later unless told otherwise. */
export function defect(day: string, changes: object = {}, fixDays: number | null = 2): Fact {
  serial += 1
  const detectedAt = new Date(noon(day)).toISOString()
  const end = fixDays === null ? null : noon(day) + fixDays * 86_400_000
  const closing = end === null ? {} : { status: 'closed', closedAt: new Date(end).toISOString() }
  return fact(
    'defect.reported',
    {
      defect: `Q${serial}`,
      severity: 'major',
      status: 'open',
      phaseFound: 'st',
      detectedAt,
      ...closing,
      ...changes,
    },
    { occurredAt: end ?? noon(day) },
  )
}

export function tests(asOf: string, executed: number, changes: object = {}): Fact {
  return fact(
    'tests.reported',
    { phase: 'st', asOf, planned: 200, executed, passed: executed, failed: 0, ...changes },
    { occurredAt: noon(asOf) },
  )
}

export function size(component: string, ksloc: object, asOf = '2026-10-30'): Fact {
  return fact(
    'size.measured',
    { component, asOf, ksloc, counter: { name: 'cloc' } },
    { occurredAt: noon(asOf) },
  )
}

export function review(id: string, changes: object = {}): Fact {
  return fact(
    'review.held',
    { review: id, phase: 'bd', date: '2026-09-10', effortHours: 4, findings: { major: 6 }, ...changes },
    { occurredAt: noon('2026-09-10') },
  )
}
