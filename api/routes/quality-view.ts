import { stateAt } from '../../analytics/facts/state.ts'
import { projectView } from '../../analytics/indicators/build-view.ts'
import type { ProjectView } from '../../analytics/indicators/project-view.ts'
import type { LimitsOf } from '../../analytics/zones/analysis.ts'
import { externalLimits } from '../../analytics/zones/external-limits.ts'
import { historyBaselines, ownLimits } from '../../analytics/zones/history.ts'
import type { ZoneLimits } from '../../analytics/zones/limits.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { ReferenceSet } from '../../schemas/policy.ts'
import type { ApiPorts } from '../app-types.ts'
import type { KnownProject } from '../assessor/assessor.ts'
import type { MomentQuery } from '../finished-projects.ts'
import { measurable } from './measurable.ts'
import { percentCapOf } from '../policies/percent-cap.ts'

type ViewPorts = Pick<ApiPorts, 'policies' | 'holidays'>

function declaredView(ports: ViewPorts, known: KnownProject, declared: ProjectDeclared): ProjectView {
  const { project, log, at } = known
  const cap = percentCapOf(ports.policies, declared, known)
  return projectView(stateAt(project, log, at), declared, ports.holidays, cap, log)
}

/** The view of a known project with the history of its facts, or null while it is not declared. */
export const viewOf = (ports: ViewPorts, known: KnownProject): ProjectView | null =>
  known.declared && declaredView(ports, known, known.declared)

/** A project's view with the history of its facts. @throws {KanmonError} PROJECT_NOT_FOUND */
export async function qualityView(ports: ApiPorts, project: string, query: MomentQuery) {
  const { known, declared } = await measurable(ports, project, query)
  const view = declaredView(ports, known, declared)
  const head = {
    project,
    statusDate: view.statusDate,
    at: new Date(known.at).toISOString(),
    asOf: new Date(known.asOf).toISOString(),
  }
  return { view, head }
}

/** @throws {KanmonError} INVALID_REQUEST for a phase that the project did not declare; undefined is every phase */
export function checkPhase({ declared }: ProjectView, phase: string | undefined): void {
  if (phase !== undefined && !declared.phases.some(({ id }) => id === phase)) {
    throw new KanmonError('INVALID_REQUEST', `the project has no phase ${phase}`, { field: 'phase' })
  }
}

/**
 * The limits that a reader asked for: the organisation's own, from its finished projects without the one that is read,
 * or those of a publication. `fallback` stands in where there are no own ones; null = nothing does.
 */
export async function limitsAskedFor(
  ports: ApiPorts,
  { state, declared }: ProjectView,
  query: MomentQuery & { readonly baseline: 'own' | ReferenceSet | undefined },
  fallback: ReferenceSet | null,
): Promise<LimitsOf> {
  const { baseline } = query
  const isOwn = baseline === undefined || baseline === 'own'
  const finished = isOwn ? await ports.finished.samples(query) : []
  const history = historyBaselines(finished.filter(({ project }) => project !== state.project))
  const named = isOwn ? fallback : baseline
  return ({ kind }) =>
    ownLimits(history, declared, kind) ?? (named && externalLimits(named, declared.class, kind))
}

/** Where limits come from, as every answer that uses them says it. */
export function limitSourceOf(limits: ZoneLimits | null) {
  if (limits === null) return null
  const { name, external, source, projects } = limits
  return { name, external, source, projects }
}
