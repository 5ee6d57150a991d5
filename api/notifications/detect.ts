import type { Warning } from '../../analytics/warnings/warning.ts'
import type { Bilingual } from '../../schemas/policy.ts'
import type { Recommendation, WaiverStanding } from '../../schemas/verdict.ts'
import type { AssessedProject } from '../assessor/assessed-project.ts'
import type { Mark, SeenHold } from './mark.ts'

/** A waiver is told of so long before it ends, in milliseconds. */
export const EXPIRING = 30 * 86_400_000

/** What there is to tell; `of` is what tells two of the same event apart. */
export type Detected = { readonly of: readonly string[] } & (
  | {
      readonly event: 'recommendation.changed'
      readonly gate: string
      readonly from: Recommendation
      readonly to: Recommendation
      readonly previous: string
      readonly assessed: AssessedProject
    }
  | { readonly event: 'hold.placed' | 'hold.lifted'; readonly hold: SeenHold }
  | {
      readonly event: 'waiver.expiring' | 'waiver.expired'
      readonly waiver: WaiverStanding
      /** Of its condition, where the gate has that condition. */
      readonly title: Bilingual | null
    }
  | { readonly event: 'warning.raised'; readonly warning: Warning }
)

/** A project as it is found now: its verdicts by gate, and its warnings where somebody wants them. */
export interface Observation {
  readonly verdicts: ReadonlyMap<string, AssessedProject>
  readonly warnings: readonly Warning[] | null
  readonly now: number
}

interface AppliedWaiver {
  readonly waiver: WaiverStanding
  readonly title: Bilingual | null
  readonly state: 'in-force' | 'expiring' | 'expired'
}

const warningKey = ({ code, about }: Warning) => `${code} ${about}`

function waiversOf({ verdicts, now }: Observation): Map<string, AppliedWaiver> {
  const found = new Map<string, AppliedWaiver>()
  for (const { record } of verdicts.values()) {
    const { waivers = [], conditions } = record.content
    for (const waiver of waivers) {
      const isInForce = waiver.state === 'in-force' || waiver.state === 'expiring'
      // One that had no effect before it ended is nobody's news.
      if (!isInForce && (waiver.state !== 'expired' || waiver.why !== null)) continue
      const left = Date.parse(waiver.expiresAt) - now
      const state = !isInForce ? 'expired' : left <= EXPIRING ? 'expiring' : 'in-force'
      const title = conditions.find(({ id }) => id === waiver.condition)?.title ?? null
      found.set(waiver.waiver, { waiver, title, state })
    }
  }
  return found
}

/** The moment at which a waiver that is in force begins to expire soon; Infinity without one. */
export function nextExpiry(observation: Observation): number {
  const moments = [...waiversOf(observation).values()]
    .filter(({ state }) => state === 'in-force')
    .map(({ waiver }) => Date.parse(waiver.expiresAt) - EXPIRING)
  return Math.min(Infinity, ...moments)
}

/** What is remembered of an observation. A gate that is not looked at any more is forgotten. */
export function markOf(observation: Observation): Mark {
  const { verdicts, warnings } = observation
  const [first] = verdicts.values()
  return {
    gates: Object.fromEntries(
      [...verdicts].map(([gate, { record }]) => [
        gate,
        { recommendation: record.content.recommendation, verdict: record.id },
      ]),
    ),
    holds: first?.record.content.holds ?? [],
    waivers: Object.fromEntries(
      [...waiversOf(observation)].map(([key, { state, waiver }]) => [
        key,
        { state, expiresAt: waiver.expiresAt },
      ]),
    ),
    warnings: warnings?.map(warningKey) ?? null,
  }
}

/**
 * What is to be told between what was last seen and now, holds first, so that a receiver knows why a recommendation
 * changed. A pure function: two processes that saw the same tell the same. Without anything seen before there is
 * nothing to compare with, and nothing is told.
 */
export function detect(before: Mark | null, observation: Observation): Detected[] {
  if (before === null) return []
  const after = markOf(observation)
  const holdKey = ({ hold, office, placedAt }: SeenHold) => [hold, office, placedAt]
  const without = (all: readonly SeenHold[], others: readonly SeenHold[]) =>
    all.filter((one) => !others.some((other) => holdKey(other).join('\n') === holdKey(one).join('\n')))
  const [first] = observation.verdicts.values()
  return [
    ...without(after.holds, before.holds).map((hold): Detected => ({
      event: 'hold.placed',
      of: holdKey(hold),
      hold,
    })),
    ...without(before.holds, after.holds).map((hold): Detected => ({
      event: 'hold.lifted',
      of: holdKey(hold),
      hold,
    })),
    ...[...waiversOf(observation)].flatMap(([key, { waiver, title, state }]): Detected[] => {
      const earlier = before.waivers[key]
      const isNew = earlier?.state !== state || earlier.expiresAt !== waiver.expiresAt
      const of = [waiver.waiver, waiver.expiresAt]
      if (state === 'expiring' && isNew) return [{ event: 'waiver.expiring', of, waiver, title }]
      const wasInForce = earlier !== undefined && earlier.state !== 'expired'
      return state === 'expired' && wasInForce ? [{ event: 'waiver.expired', of, waiver, title }] : []
    }),
    ...(observation.warnings ?? [])
      .filter((warning) => before.warnings !== null && !before.warnings.includes(warningKey(warning)))
      .map((warning): Detected => {
        const of = [warning.code, warning.about, first?.record.id ?? '']
        return { event: 'warning.raised', of, warning }
      }),
    ...[...observation.verdicts].flatMap(([gate, assessed]): Detected[] => {
      const earlier = before.gates[gate]
      const { id, content } = assessed.record
      if (earlier === undefined || earlier.recommendation === content.recommendation) return []
      const [from, to] = [earlier.recommendation, content.recommendation]
      const event = 'recommendation.changed'
      return [{ event, of: [gate, id], gate, from, to, previous: earlier.verdict, assessed }]
    }),
  ]
}
