import type { GateKind, RequiredSource } from '../../schemas/policy.ts'
import type { Expectation, ProjectDeclared } from '../../schemas/facts/project.ts'
import { type Fact, isFactKind } from '../../schemas/facts/index.ts'
import type { SourceStatus } from '../../schemas/verdict.ts'
import { daysBetween, newestDate } from '../facts/effective-date.ts'
import type { ProjectState } from '../facts/state.ts'
import { asksAsMuch } from './weakened-declaration.ts'

/** Whether a fact is what an expectation waits for. */
function answers(fact: Fact, expected: Expectation): boolean {
  const data: object = fact.data
  const phase = 'phase' in data ? data.phase : 'phaseFound' in data ? data.phaseFound : undefined
  const component = 'component' in data ? data.component : undefined
  return (
    (expected.phase === undefined || phase === expected.phase) &&
    (expected.component === undefined || component === expected.component)
  )
}

/** The period in which an expectation is due: its phase's, or from the first planned day without end. */
function duePeriod(declared: ProjectDeclared, expected: Expectation): { from: string; until: string | null } {
  const phase = declared.phases.find((candidate) => candidate.id === expected.phase)
  if (phase !== undefined) return { from: phase.plannedStart, until: phase.plannedFinish }
  const starts = declared.phases.map((candidate) => candidate.plannedStart).sort()
  return { from: starts[0] ?? '', until: null }
}

/** An expectation, and who asks for it. */
interface Asked extends Expectation {
  readonly by: NonNullable<SourceStatus['askedBy']>
}

/** What the project declared, and what the policy asks for beside it: a declaration can ask for more, not for less. */
function askedSources(declared: ProjectDeclared, required: readonly RequiredSource[]): Asked[] {
  const own = (declared.expects ?? []).map((expected): Asked => ({ ...expected, by: 'project' }))
  const ofPolicy = required.flatMap(({ kind, phase, everyDays }): Asked[] => {
    const phases = declared.phases.filter((candidate) => candidate.kind === phase)
    if (phase === undefined) return [{ kind, everyDays, by: 'policy' }]
    return (phases.length === 0 ? [{ id: phase }] : phases).map(({ id }) => ({
      kind,
      phase: id,
      everyDays,
      by: 'policy',
    }))
  })
  return [...own, ...ofPolicy.filter((wanted) => !own.some((given) => asksAsMuch(given, wanted)))]
}

/**
 * How every expected source stands on the status date. Of a phase that is planned to be over, data must
 * reach up to its planned finish; before a phase starts nothing is due from it, except at the release: a release
 * does not come before a phase. What the policy asks for at the gate is always due.
 */
export function sourceStatuses(
  declared: ProjectDeclared,
  state: ProjectState,
  zone: string,
  statusDate: string,
  gate: GateKind = 'plan',
  required: readonly RequiredSource[] = [],
): SourceStatus[] {
  return askedSources(declared, required).map((expected): SourceStatus => {
    const facts = isFactKind(expected.kind)
      ? state.of(expected.kind).filter((fact) => answers(fact, expected))
      : []
    const lastDate = newestDate(facts, zone)
    const { from, until } = duePeriod(declared, expected)
    const judgedOn = until !== null && until < statusDate ? until : statusDate
    const age = lastDate === null ? null : daysBetween(lastDate, statusDate)
    const isFresh = lastDate !== null && daysBetween(lastDate, judgedOn) <= expected.everyDays
    return {
      kind: expected.kind,
      phase: expected.phase ?? null,
      component: expected.component ?? null,
      everyDays: expected.everyDays,
      state: isFresh
        ? 'delivered'
        : statusDate < from && gate !== 'release' && expected.by === 'project'
          ? 'not-due'
          : lastDate === null
            ? 'missing'
            : 'stale',
      lastDate,
      ageDays: age === null ? null : Math.max(0, age),
      askedBy: expected.by,
    }
  })
}
