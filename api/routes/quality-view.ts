import { DEFAULT_PERCENT_CAP } from '../../analytics/evm/earned-value.ts'
import { stateAt } from '../../analytics/facts/state.ts'
import { projectView } from '../../analytics/indicators/build-view.ts'
import type { ProjectView } from '../../analytics/indicators/project-view.ts'
import type { ApiPorts } from '../app-types.ts'
import type { KnownProject } from '../assessor/assessor.ts'
import type { Moment } from '../assessor/moment.ts'
import { knownUntil, measurable } from './measurable.ts'

interface MomentQuery {
  readonly at?: Moment | undefined
  readonly asOf?: Moment | undefined
}

function viewOf(ports: ApiPorts, known: KnownProject): ProjectView | null {
  const { declared, project, log, at } = known
  if (declared === null) return null
  const cap = ports.policies.get(declared.profile)?.percentCompleteCap ?? DEFAULT_PERCENT_CAP
  return projectView(stateAt(project, log, at), declared, ports.holidays, cap, log)
}

/** A project's view with the history of its facts. @throws {KanmonError} PROJECT_NOT_FOUND */
export async function qualityView(ports: ApiPorts, project: string, query: MomentQuery) {
  const { known, declared } = await measurable(ports, project, query)
  const cap = ports.policies.get(declared.profile)?.percentCompleteCap ?? DEFAULT_PERCENT_CAP
  const view = projectView(stateAt(project, known.log, known.at), declared, ports.holidays, cap, known.log)
  const head = {
    project,
    statusDate: view.statusDate,
    at: new Date(known.at).toISOString(),
    asOf: new Date(known.asOf).toISOString(),
  }
  return { view, head }
}

/** Views of the projects that were shipped by the moment, as known then; all but one of them. */
export async function finishedViews(
  ports: ApiPorts,
  query: MomentQuery,
  but: string | null,
): Promise<ProjectView[]> {
  const current = await ports.assessor.current(null, 'release')
  const shipped = current.filter(({ project, declared }) => declared?.status === 'shipped' && project !== but)
  const known = await Promise.all(shipped.map(({ project }) => knownUntil(ports, project, query)))
  return known
    .filter((found) => found?.declared?.status === 'shipped')
    .flatMap((found) => {
      const view = found && viewOf(ports, found)
      return view === null ? [] : [view]
    })
}
