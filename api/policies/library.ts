import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import type { PolicyRow } from '../../store/policies/rows.ts'
import { type Admission, admit } from './admit.ts'
import { type PolicyBook, type PolicyHistory, policyHistory } from './history.ts'
import { parsePolicy, type ParsedPolicy } from './parse.ts'
import { policyRowReader, toPolicyRow } from './rows.ts'

/** "Today" for policies, which have no zone of their own: a version may begin today, not before. */
export const POLICY_ZONE = 'Asia/Tokyo'

/** Where versions are kept. */
export interface PolicyKeeper {
  /** How many versions there are, and since when the newest is known. */
  mark(): Promise<{ readonly versions: number; readonly knownFrom: number }>
  list(): Promise<readonly PolicyRow[]>
  /** Of two that append the same version the first stays. */
  append(row: PolicyRow): Promise<void>
}

export interface PolicyPorts {
  /** What is known beside the store's: of one version given twice the one recorded first counts. */
  readonly seed: PolicyHistory
  readonly keeper: PolicyKeeper
  /** Runs with a stamp of the receipt clock and holds the log open meanwhile. */
  readonly stamped: <T>(keep: (stamp: number) => Promise<T>) => Promise<T>
}

/** The versions of all policies as they are known to this process. */
export interface Policies extends PolicyBook {
  history(): PolicyHistory
  /** Reads what others have recorded since. @returns since when the newest version is known, in milliseconds */
  refresh(): Promise<number>
  /** Records a version that fits; anything else changes nothing. */
  upload(text: string, by: { file: string; uploadedBy: string }): Promise<Admission>
}

export function createPolicies({ seed, keeper, stamped }: PolicyPorts): Policies {
  const read = policyRowReader()
  let history = seed
  let seen = { versions: 0, knownFrom: 0 }
  let uploads: Promise<unknown> = Promise.resolve()

  async function refresh(): Promise<number> {
    const mark = await keeper.mark()
    if (mark.versions === seen.versions && mark.knownFrom === seen.knownFrom) return mark.knownFrom
    const rows = await keeper.list()
    // A slower answer of an earlier moment must not take away what is known by now.
    if (rows.length >= seen.versions) {
      history = policyHistory([...seed.versions, ...rows.map(read)])
      seen = mark
    }
    return mark.knownFrom
  }

  async function record(parsed: ParsedPolicy, uploadedBy: string): Promise<Admission> {
    await refresh()
    return stamped(async (stamp) => {
      const now = { date: civilDateOf(stamp, POLICY_ZONE), asOf: stamp }
      const admission = admit({ parsed, uploadedBy, uploadedAt: stamp }, history, now)
      if (admission.outcome !== 'new') return admission
      await keeper.append(toPolicyRow(admission.version))
      await refresh()
      // Another process may have recorded the same version a moment ago: then that one stays.
      const same = admit({ parsed, uploadedBy, uploadedAt: stamp }, history, now)
      return same.outcome === 'known' ? { ...admission, version: same.version } : same
    })
  }

  return {
    applying: (profile, moment) => history.applying(profile, moment),
    history: () => history,
    refresh,
    upload: async (text, { file, uploadedBy }) => {
      const reading = parsePolicy(text, file)
      if (!reading.ok) return { outcome: 'refused', problems: reading.problems }
      // One at a time, so that each is judged with those before it.
      const recorded = uploads.then(() => record(reading.policy, uploadedBy))
      uploads = recorded.catch(() => undefined)
      return recorded
    },
  }
}
