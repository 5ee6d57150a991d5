import type { Permission } from '../../schemas/access.ts'

/**
 * What a route asks of its caller: nothing, or a permission.
 * Where it must be granted: on the project of the path; `somewhere`, with the route itself judging or filtering by
 * `scope.ts`; or `everywhere`, for what concerns all projects.
 */
export type Requirement = { readonly permission: 'nothing' } | GrantedRequirement

export interface GrantedRequirement {
  /** One of these is enough. */
  readonly permissions: readonly [Permission, ...Permission[]]
  readonly on: 'project' | 'somewhere' | 'everywhere'
}

/** How the requirement stands in a route and in the OpenAPI document. */
export const REQUIREMENT = 'x-kanmon-access'

export interface StatedRequirement {
  readonly [REQUIREMENT]: Requirement
  readonly security: { bearer: string[] }[]
}

/** For anybody, without a key. */
export const needsNothing: StatedRequirement = { [REQUIREMENT]: { permission: 'nothing' }, security: [] }

/**
 * Spread into `createRoute({ ... })`: every route states what it needs, and one that does not is closed.
 * Several permissions mean that one of them is enough.
 */
export function needs(
  permission: Permission | readonly [Permission, ...Permission[]],
  on: GrantedRequirement['on'],
): StatedRequirement {
  const permissions: GrantedRequirement['permissions'] =
    typeof permission === 'string' ? [permission] : permission
  return { [REQUIREMENT]: { permissions, on }, security: [{ bearer: [...permissions] }] }
}
