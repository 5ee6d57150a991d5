import type { FactOf } from '../../schemas/facts/index.ts'
import { plainName } from '../facts/same-name.ts'
import { newer } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import type { ProjectView } from './project-view.ts'

export type EvidenceFact = FactOf<'evidence.recorded'>

/** Who may not be the verifier: nobody, the project's own division, or its whole organization and its division. */
export type Independence = boolean | 'organization'

type Verifier = EvidenceFact['data']['verifier']

/** Whether a verifier is somebody other than those who are judged. A division that is not said is the project's own. */
export function isIndependent(
  verifier: Verifier,
  { organization, division }: { organization: string; division: string },
  independence: Independence,
): boolean {
  if (independence === false) return true
  const ownOrganization = plainName(verifier.organization) === plainName(organization)
  const said = verifier.division
  if (independence === true) {
    return !(ownOrganization && (said === undefined || plainName(said) === plainName(division)))
  }
  return !ownOrganization && (said === undefined || plainName(said) !== plainName(division))
}

const verifierKey = ({ organization, division, name }: Verifier): string =>
  JSON.stringify([organization, division ?? '', name].map(plainName))

/** The release that was declared when a record was made; the first one for what was recorded before any. */
function releaseThen(view: ProjectView, record: EvidenceFact): string {
  const versions = view.history?.of('project.declared') ?? []
  const then = versions.findLast(({ occurredAt }) => occurredAt <= record.occurredAt) ?? versions[0]
  return then?.data.release.id ?? view.declared.release.id
}

/**
 * What every verifier last said of a checklist item for the release that is judged, retractions left out. Verifiers do
 * not replace each other: when two of them differ, both stand. Records that one verifier made at one moment stand
 * beside each other too.
 */
export function evidenceRecords(view: ProjectView, gate: string, item: string): readonly EvidenceFact[] {
  const versions = view.history?.of('evidence.recorded') ?? view.state.of('evidence.recorded')
  const own = versions.filter(
    (record) =>
      record.data.gate === gate &&
      record.data.item === item &&
      (record.data.release ?? releaseThen(view, record)) === view.declared.release.id,
  )
  return [...groupBy(own, ({ data }) => verifierKey(data.verifier)).values()].flatMap((said) => {
    const last = said.toSorted(newer).at(-1)
    if (last === undefined || last.data.retracted === true) return []
    return said.filter(({ occurredAt, data }) => occurredAt === last.occurredAt && data.retracted !== true)
  })
}
