import type { ConditionResult, Notice, WaiverStanding } from '../../schemas/verdict.ts'

const codeOf: Partial<Record<WaiverStanding['state'], Notice['code']>> = {
  expiring: 'WAIVER_EXPIRING',
  expired: 'WAIVER_EXPIRED',
  refused: 'WAIVER_REFUSED',
  unmatched: 'WAIVER_UNMATCHED',
}

function parametersOf({ waiver, condition, release, gate, why, expiresAt }: WaiverStanding) {
  return { waiver, waived: condition ?? '', release, gate, problem: why, expiresAt }
}

/** What is to be told of a waiver: that it ends soon, has ended, does nothing, or names nothing that exists. */
function noticeOfStanding(standing: WaiverStanding): Notice[] {
  const code = codeOf[standing.state]
  // Whatever is over and was never of this release's business is history, not news.
  if (code === undefined || (code === 'WAIVER_EXPIRED' && standing.why !== null)) return []
  return [{ code, condition: standing.condition, parameters: parametersOf(standing) }]
}

/** A waiver in force on a condition whose number is not known: it does not let it pass. */
function noticeOfCondition({ id, state, required, title, waiver }: ConditionResult): Notice[] {
  const isUnknown = state === 'NO_DATA' || state === 'STALE' || state === 'ERROR'
  if (!required || waiver?.state !== 'in-force' || !isUnknown) return []
  return [
    { code: 'WAIVER_DOES_NOT_COVER', condition: id, parameters: { waiver: waiver.waiver, title, state } },
  ]
}

/** Notices on the waivers that concern a gate, in the order of the waivers and then of the conditions. */
export function waiverNotices(
  standings: readonly WaiverStanding[],
  conditions: readonly ConditionResult[],
): Notice[] {
  return [...standings.flatMap(noticeOfStanding), ...conditions.flatMap(noticeOfCondition)]
}
