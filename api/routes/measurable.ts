import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import type { EarnedValueInput } from '../../analytics/evm/project-status.ts'
import { versionsAt } from '../../analytics/evm/version-findings.ts'
import type { ProjectState } from '../../analytics/facts/state.ts'
import { calendarOf, earnedValueFacts } from '../../analytics/indicators/build-view.ts'
import type { ProjectView } from '../../analytics/indicators/project-view.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { ApiPorts } from '../app-types.ts'
import { isDeclared, type KnownProject } from '../assessor/known-project.ts'
import type { Moment } from '../assessor/moment.ts'
import { percentCapOf } from '../policies/percent-cap.ts'

/** A declared project with the facts that its earned value is measured from. */
export interface Measurable {
  readonly known: KnownProject
  readonly declared: ProjectDeclared
  readonly state: ProjectState
  readonly input: EarnedValueInput
  /** The project as its indicators are measured, earned value by the baseline valid at the status date among it. */
  readonly view: () => ProjectView
}

interface MomentQuery {
  readonly at?: Moment | undefined
  readonly asOf?: Moment | undefined
}

/**
 * What was known of a project. The status date is `at`; with `asOf` alone it is that moment too, since a status
 * on a later date by what was known before it would only show work that could not have been reported yet.
 *
 * @returns null for a project nothing is known about now
 */
export function knownUntil(
  ports: ApiPorts,
  project: string,
  { at, asOf }: MomentQuery,
): Promise<KnownProject | null> {
  return ports.assessor.known({ project, at: at ?? asOf ?? null, asOf: asOf ?? null })
}

/** The earned value of a known project, or null when it was not declared by then. */
export function measurableOf(ports: ApiPorts, known: KnownProject): Measurable | null {
  if (!isDeclared(known)) return null
  const { declared, log, at, zone } = known
  const cap = percentCapOf(ports.policies, declared, known)
  const calendar = calendarOf(declared, ports.holidays)
  const state = ports.views.stateOf(known)
  const cadence = declared.expects?.find((expected) => expected.kind === 'progress.reported')?.everyDays
  const input = {
    ...earnedValueFacts(state, declared, calendar, cap),
    versions: versionsAt(log, at),
    statusDate: civilDateOf(at, zone),
    ...(cadence !== undefined && { statusEveryDays: cadence }),
  }
  return { known, declared, state, input, view: () => ports.views.declaredView(known) }
}

/** @throws {KanmonError} PROJECT_NOT_FOUND, saying which of the two clocks has nothing to show */
export async function measurable(ports: ApiPorts, project: string, query: MomentQuery): Promise<Measurable> {
  const known = await knownUntil(ports, project, query)
  if (known === null)
    throw new KanmonError('PROJECT_NOT_FOUND', `no facts are known about project ${project}`)
  const found = measurableOf(ports, known)
  if (found !== null) return found
  const [at, asOf] = [known.at, known.asOf].map((instant) => new Date(instant).toISOString())
  const detail =
    known.log.length === 0
      ? `nothing was known about project ${project} as of ${asOf ?? ''}; at= asks for a date by what is known now`
      : `project ${project} was not declared by ${at ?? ''}, as known ${asOf ?? ''}`
  throw new KanmonError('PROJECT_NOT_FOUND', detail)
}
