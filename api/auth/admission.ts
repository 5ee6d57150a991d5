import type { Permission } from '../../schemas/access.ts'
import type { Admit } from '../../ingest/events/admit.ts'
import type { FactKind } from '../../schemas/facts/index.ts'
import type { Refusal } from '../../schemas/refusals.ts'
import type { Caller } from './caller.ts'
import { type Divisions, type Scope, scopeOf } from './scope.ts'

type Admissible = Parameters<Admit>[0]

/** Facts that a person answers for. Holds and waivers are never taken as events, from anybody. */
const VOUCHED: ReadonlySet<string | null> = new Set<FactKind>(['evidence.recorded'])

const permissionOf = (kind: string | null): Permission =>
  VOUCHED.has(kind) ? 'evidence:write' : 'facts:write'

/** Over Kafka nobody says who sends: what a person must answer for waits in the quarantine for one who does. */
export const admitAnonymous: Admit = ({ kind }) =>
  VOUCHED.has(kind)
    ? {
        code: 'PRINCIPAL_REQUIRED',
        field: 'type',
        message: `${kind ?? ''} is taken from a known person only: send it over HTTP, or replay it from the quarantine`,
      }
    : null

const anotherName: Refusal = {
  code: 'NOT_PERMITTED',
  field: 'data.recordedBy',
  message: 'what a person answers for is recorded under the name of its sender',
}

function refusal({ kind, project }: Admissible): Refusal {
  const message = `${permissionOf(kind)} on ${project} is not granted to this caller`
  return { code: 'NOT_PERMITTED', field: 'subject', message }
}

function divisionOf(data: object): string | null {
  return 'division' in data && typeof data.division === 'string' ? data.division : null
}

/**
 * Judges the facts of one delivery. Within a division one may also declare a project that nobody has sent facts
 * about, and may not declare one into another division: that would give it, or take it, away.
 */
export async function admissionOf(caller: Caller, divisions: Divisions): Promise<Admit> {
  if (caller.kind === 'unchecked') return () => null
  const writing = scopeOf(caller, 'facts:write')
  const vouching = scopeOf(caller, 'evidence:write')
  const hasDivisions = [writing, vouching].some((scope) => !scope.everywhere && scope.divisions.size > 0)
  const known = new Map(hasDivisions ? await divisions.all() : [])

  function isWithinDivision(scope: Scope, { kind, project, data }: Admissible): boolean {
    if (scope.divisions.size === 0) return false
    if (project.startsWith('division:')) return scope.divisions.has(project.slice('division:'.length))
    const declared = kind === 'project.declared' ? divisionOf(data) : null
    if (declared !== null && !scope.divisions.has(declared)) return false
    if (!known.has(project)) {
      if (declared === null) return false
      known.set(project, declared)
    }
    const division = known.get(project)
    return division != null && scope.divisions.has(division)
  }

  /** Who put a thing on record is whoever sends it, and nobody else. */
  const isOwnName = ({ data }: Admissible) =>
    !('recordedBy' in data) || caller.kind !== 'principal' || data.recordedBy === caller.name

  return (fact) => {
    if (VOUCHED.has(fact.kind) && !isOwnName(fact)) return anotherName
    const scope = permissionOf(fact.kind) === 'evidence:write' ? vouching : writing
    const isAllowed = scope.everywhere || scope.projects.has(fact.project) || isWithinDivision(scope, fact)
    return isAllowed ? null : refusal(fact)
  }
}
