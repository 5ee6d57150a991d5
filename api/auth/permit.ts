import type { Context } from 'hono'
import type { Permission } from '../../schemas/access.ts'
import type { HoldScope } from '../../schemas/facts/orders.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ApiPorts, RequestVariables } from '../app-types.ts'
import { covers, isNowhere, projectsOf, scopeOf, type Target } from './scope.ts'

type RequestContext = Context<{ Variables: RequestVariables }>
type AccessPorts = Pick<ApiPorts, 'access'>

/** The refusal of a permission: the same for what exists and what does not. */
export function forbidden(permission: string, target: Target): KanmonError {
  const about =
    target === 'everything'
      ? 'all projects'
      : 'project' in target
        ? `project ${target.project}`
        : `division ${target.division}`
  return new KanmonError('FORBIDDEN', `${permission} on ${about} is not granted to this caller`)
}

/** What a hold is about, as something that can be permitted. */
export function targetOf(scope: HoldScope): Target {
  return scope === 'all' ? 'everything' : scope
}

export function isPermitted(
  c: RequestContext,
  { access }: AccessPorts,
  permission: Permission,
  target: Target,
): Promise<boolean> {
  return covers(scopeOf(c.get('caller'), permission), target, access.divisions)
}

/** For routes that learn from the body what they are about. @throws {KanmonError} FORBIDDEN */
export async function permit(
  c: RequestContext,
  ports: AccessPorts,
  permission: Permission,
  target: Target,
): Promise<void> {
  c.set('subject', subjectOf(target))
  if (!(await isPermitted(c, ports, permission, target))) throw forbidden(permission, target)
}

/** For what is looked up before it is known what it is about. @throws {KanmonError} FORBIDDEN */
export function permitSomewhere(c: RequestContext, permission: Permission): void {
  if (isNowhere(scopeOf(c.get('caller'), permission)))
    throw new KanmonError('FORBIDDEN', `${permission} is not granted to this caller`)
}

/** How the audit trail names what something was about. */
function subjectOf(target: Target): string {
  if (target === 'everything') return 'all'
  return 'project' in target ? target.project : `division:${target.division}`
}

/**
 * The projects that a caller may read, for every list and total: null means all of them. Known or not, a project
 * outside is as if it were not there.
 */
export function visibleProjects(
  c: RequestContext,
  { access }: AccessPorts,
  permission: Permission = 'project:read',
): Promise<readonly string[] | null> {
  return projectsOf(scopeOf(c.get('caller'), permission), access.divisions)
}

/** What an event's subject is, as something that can be permitted. */
export function subjectTarget(subject: string): Target {
  if (subject.startsWith('division:')) return { division: subject.slice('division:'.length) }
  return subject.includes(':') ? 'everything' : { project: subject }
}

/** The subjects whose refused events a caller may see; null = all, those about nothing known among them. */
export async function visibleSubjects(
  c: RequestContext,
  { access }: AccessPorts,
): Promise<readonly string[] | null> {
  const scope = scopeOf(c.get('caller'), 'quarantine:read')
  const projects = await projectsOf(scope, access.divisions)
  return projects && [...projects, ...[...scope.divisions].map((division) => `division:${division}`)]
}

/** The projects there are facts about that the caller may read, in the order of their ids. */
export async function knownProjects(
  c: RequestContext,
  ports: AccessPorts & Pick<ApiPorts, 'readWatermarks'>,
): Promise<{ ids: string[]; watermarks: ReadonlyMap<string, number> }> {
  const [watermarks, visible] = await Promise.all([ports.readWatermarks(), visibleProjects(c, ports)])
  const seen = visible === null ? null : new Set(visible)
  const ids = [...watermarks.keys()].filter((id) => !id.includes(':') && (seen === null || seen.has(id)))
  return { ids: ids.sort(), watermarks }
}

/** Whether a caller may see a hold: it may read what is held, or something of what is held. */
export async function seesHold(c: RequestContext, ports: AccessPorts, scope: HoldScope): Promise<boolean> {
  if (scope === 'all') return true
  if (await isPermitted(c, ports, 'project:read', targetOf(scope))) return true
  if ('project' in scope) return false
  const visible = await visibleProjects(c, ports)
  if (visible === null) return true
  const divisions = await ports.access.divisions.of(visible)
  return [...divisions.values()].includes(scope.division)
}
