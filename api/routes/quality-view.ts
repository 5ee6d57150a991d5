import type { ProjectView } from '../../analytics/indicators/project-view.ts'
import type { LimitsOf } from '../../analytics/zones/analysis.ts'
import { externalLimits } from '../../analytics/zones/external-limits.ts'
import { historyBaselines, ownLimits } from '../../analytics/zones/history.ts'
import type { ZoneLimits } from '../../analytics/zones/limits.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ReferenceSet } from '../../schemas/policy.ts'
import type { ApiPorts } from '../app-types.ts'
import type { MomentQuery } from '../finished-projects.ts'
import { measurable } from './measurable.ts'

/** A project's view with the history of its facts. @throws {KanmonError} PROJECT_NOT_FOUND */
export async function qualityView(ports: ApiPorts, project: string, query: MomentQuery) {
  const measured = await measurable(ports, project, query)
  const [known, view] = [measured.known, measured.view()]
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
