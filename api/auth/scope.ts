import { type Permission, rolePermissions } from '../../schemas/access.ts'
import type { Caller } from './caller.ts'

/** Where one permission holds. */
export interface Scope {
  readonly everywhere: boolean
  readonly projects: ReadonlySet<string>
  readonly divisions: ReadonlySet<string>
}

/** What an act or a question is about. */
export type Target = { readonly project: string } | { readonly division: string } | 'everything'

/** The division that projects are declared in now: null without a declaration; unknown projects are left out. */
export interface Divisions {
  of(projects: readonly string[]): Promise<ReadonlyMap<string, string | null>>
  all(): Promise<ReadonlyMap<string, string | null>>
}

/**
 * Where a caller holds a permission. Only grants whose own role has it count, so that a role held in one place
 * never adds to what is allowed in another.
 */
export function scopeOf(caller: Caller, permission: Permission): Scope {
  if (caller.kind === 'unchecked') return { everywhere: true, projects: new Set(), divisions: new Set() }
  const held = caller.kind === 'anonymous' ? [] : caller.grants
  const places = held
    .filter(({ role }) => rolePermissions[role].includes(permission))
    .map(({ projects }) => projects)
  return {
    everywhere: places.includes('all'),
    projects: new Set(places.flatMap((place) => (Array.isArray(place) ? place : []))),
    divisions: new Set(
      places.flatMap((place) => (typeof place === 'object' && 'division' in place ? [place.division] : [])),
    ),
  }
}

export const isNowhere = ({ everywhere, projects, divisions }: Scope) =>
  !everywhere && projects.size === 0 && divisions.size === 0

/** Whether a scope covers a target. A project that nobody knows is in no division. */
export async function covers(scope: Scope, target: Target, divisions: Divisions): Promise<boolean> {
  if (scope.everywhere) return true
  if (target === 'everything') return false
  if ('division' in target) return scope.divisions.has(target.division)
  if (scope.projects.has(target.project)) return true
  if (scope.divisions.size === 0) return false
  const division = (await divisions.of([target.project])).get(target.project)
  return division != null && scope.divisions.has(division)
}

/** The projects of a scope, those it names and those of its divisions; null for all of them. */
export async function projectsOf(scope: Scope, divisions: Divisions): Promise<string[] | null> {
  if (scope.everywhere) return null
  if (scope.divisions.size === 0) return [...scope.projects].sort()
  const found = [...(await divisions.all())]
    .filter(([, division]) => division !== null && scope.divisions.has(division))
    .map(([project]) => project)
  return [...new Set([...scope.projects, ...found])].sort()
}
