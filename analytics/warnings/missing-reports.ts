import { toEpochDay } from '../calendar/civil-date.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import type { ProjectView } from '../indicators/project-view.ts'
import { type Fact, isFactKind } from '../../schemas/facts/index.ts'
import { dampings, isDamped, type Warning } from './warning.ts'

/** Whether a fact is of the phase and component that are expected; undefined = any. */
function isAbout({ data }: Fact, phase: string | undefined, component: string | undefined): boolean {
  const ofPhase = 'phase' in data ? data.phase : 'phaseFound' in data ? data.phaseFound : undefined
  const ofComponent = 'component' in data ? data.component : undefined
  return (phase === undefined || ofPhase === phase) && (component === undefined || ofComponent === component)
}

/** Expected sources that left out at least two of their last four periods: the rhythm breaks before data are stale. */
export function missingReports(view: ProjectView): Warning[] {
  const { state, history, zone, statusDate, declared } = view
  const today = toEpochDay(statusDate)
  const starts = declared.phases.map((phase) => phase.plannedStart).sort()
  const damping = dampings.REPORTS_MISSING
  const dayOf = new Map<Fact, number>()
  const day = (fact: Fact): number => {
    const known = dayOf.get(fact) ?? toEpochDay(effectiveDate(fact, zone))
    dayOf.set(fact, known)
    return known
  }
  return (declared.expects ?? []).flatMap(({ kind, phase, component, everyDays }) => {
    const own = declared.phases.find(({ id }) => id === phase)
    const from = toEpochDay(own?.plannedStart ?? starts[0] ?? statusDate)
    const until = Math.min(today, own === undefined ? today : toEpochDay(own.plannedFinish))
    // Every version is a delivery: the newest one of a defect says nothing of when it was reported first.
    const days = (isFactKind(kind) ? (history ?? state).of(kind) : [])
      .filter((fact) => isAbout(fact, phase, component))
      .map(day)
    const flags = Array.from({ length: damping.of }, (_, i) => {
      const end = until - everyDays * (damping.of - 1 - i)
      const start = end - everyDays
      return start >= from && !days.some((reported) => reported > start && reported <= end)
    })
    if (!isDamped(flags, damping)) return []
    return [
      { code: 'REPORTS_MISSING' as const, about: kind, values: { missing: flags.filter(Boolean).length } },
    ]
  })
}
