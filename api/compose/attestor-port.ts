import { declaredAt } from '../../analytics/indicators/declared-at.ts'
import { loadFactLog } from '../../store/facts/load-fact-log.ts'
import type { Store } from '../../store/store.ts'
import { findVerdict } from '../../store/verdicts/find-verdict.ts'
import { type Attestor, createAttestor } from '../signing/attestor.ts'
import type { SigningKeys } from '../signing/signing-keys.ts'

/** Attests the verdicts of a store. The release is read from the facts that the verdict was computed from. */
export function attestorPort(store: Store, keys: SigningKeys): Attestor {
  return createAttestor({
    keys,
    findVerdict: (id) => findVerdict(store, id),
    releaseAt: async (project, at, asOf) => {
      const log = await loadFactLog(store, { projects: [project], knownUntil: asOf })
      const release = declaredAt(project, log, at)?.release
      if (release === undefined) return null
      const { id, version = null, commit = null, plannedShipDate } = release
      return { id, version, commit, plannedShipDate }
    },
  })
}
