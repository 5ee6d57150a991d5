import { compareText } from '../../analytics/facts/state.ts'
import type { Policy } from '../../schemas/policy.ts'
import { chainOf, idOf, type PolicyVersion, resolveChain } from './resolve.ts'

/** Which day is judged, and by what was known when: both clocks of an answer. */
export interface PolicyMoment {
  /** A civil date of the project. */
  readonly date: string
  /** Milliseconds. */
  readonly asOf: number
}

/** Which policy applies. */
export interface PolicyBook {
  /**
   * The policy of a profile on a day, by the versions known then, with its inheritance resolved for the same moment.
   * When none is in effect yet it is the first one to be, which says so by its `effectiveFrom`. Null: there is none.
   *
   * @throws {Error} when the versions do not fit together; whoever judges holds
   */
  applying(profile: string, moment: PolicyMoment): Policy | null
}

/** Every version of every policy. Immutable; the order in which the versions are given does not matter. */
export interface PolicyHistory extends PolicyBook {
  /** By id, then by version. */
  readonly versions: readonly PolicyVersion[]
  versionsOf(id: string, asOf?: number): readonly PolicyVersion[]
  versionAt(id: string, moment: PolicyMoment): PolicyVersion | null
  /** The ids known at a moment. */
  ids(asOf?: number): readonly string[]
  /** Whether a profile is, or builds on, a policy at a moment. */
  buildsOn(profile: string, id: string, moment: PolicyMoment): boolean
  /** The civil dates after `date` on which the policy of a profile may become another one. */
  changesAfter(profile: string, moment: PolicyMoment): readonly string[]
  /** This history with `version` in the place of every other one of its policy, on every day. */
  trying(version: PolicyVersion): PolicyHistory
}

const versionNumber = ({ parsed }: PolicyVersion) => parsed.document.version

/** By id and version; of one version given twice the one recorded first. */
function ordered(versions: readonly PolicyVersion[]): PolicyVersion[] {
  const sorted = [...versions].sort(
    (a, b) =>
      compareText(idOf(a), idOf(b)) ||
      versionNumber(a) - versionNumber(b) ||
      a.uploadedAt - b.uploadedAt ||
      compareText(a.parsed.textDigest, b.parsed.textDigest),
  )
  return sorted.filter((version, index) => {
    const before = sorted[index - 1]
    return (
      before === undefined ||
      idOf(before) !== idOf(version) ||
      versionNumber(before) !== versionNumber(version)
    )
  })
}

export function policyHistory(
  given: readonly PolicyVersion[],
  trial: PolicyVersion | null = null,
): PolicyHistory {
  const versions = ordered(given)
  const byId = new Map<string, readonly PolicyVersion[]>()
  for (const version of versions) byId.set(idOf(version), [...(byId.get(idOf(version)) ?? []), version])
  if (trial !== null) byId.set(idOf(trial), [trial])

  const versionsOf: PolicyHistory['versionsOf'] = (id, asOf = Infinity) =>
    (byId.get(id) ?? []).filter(({ knownFrom }) => knownFrom <= asOf)
  const versionAt: PolicyHistory['versionAt'] = (id, { date, asOf }) => {
    const known = versionsOf(id, asOf)
    return known.findLast(({ effectiveFrom }) => effectiveFrom <= date) ?? known[0] ?? null
  }
  const chainAt = (profile: string, moment: PolicyMoment) => {
    const own = versionAt(profile, moment)
    return own && chainOf(own, (id) => versionAt(id, moment))
  }
  return {
    versions,
    versionsOf,
    versionAt,
    ids: (asOf) => [...byId.keys()].filter((id) => versionsOf(id, asOf).length > 0).sort(compareText),
    applying: (profile, moment) => {
      const chain = chainAt(profile, moment)
      if (chain === null) return null
      if (!chain.ok) throw new Error(`policies: ${chain.ids.join(' extends ')}: ${chain.code}`)
      return resolveChain(chain.versions)
    },
    buildsOn: (profile, id, moment) => {
      const chain = chainAt(profile, moment)
      return chain?.ok === true && chain.versions.some((version) => idOf(version) === id)
    },
    changesAfter: (profile, { date, asOf }) => {
      // Whatever it may build on at any time: one that does not matter gives the same policy as the day before.
      const ids = new Set([profile])
      for (const id of ids)
        for (const { parsed } of versionsOf(id, asOf)) ids.add(parsed.document.extends ?? id)
      const dates = [...ids].flatMap((id) => versionsOf(id, asOf).map(({ effectiveFrom }) => effectiveFrom))
      return [...new Set(dates.filter((day) => day > date))].sort(compareText)
    },
    trying: (version) => policyHistory(versions, version),
  }
}
