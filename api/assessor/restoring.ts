import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { groupBy } from '../../analytics/group-by.ts'
import { declaredAt } from '../../analytics/indicators/declared-at.ts'
import { validUntil } from '../../analytics/verdict/valid-until.ts'
import { referenceTo } from '../../analytics/verdict/policy-reference.ts'
import { DEFAULT_TIME_ZONE, type ProjectDeclared } from '../../schemas/facts/project.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { VerdictContent } from '../../schemas/verdict.ts'
import { hasEveryFact, type Marks } from './marks.ts'
import type { AssessorPorts, KeptVerdict } from './ports.ts'
import { rememberedPolicies } from './remembered-policies.ts'
import { type Standing, standingOf } from './standing.ts'
import type { VerdictRecord } from './verdict-record.ts'
import type { WideFacts } from './wide-facts.ts'

interface Restored {
  readonly standing: Standing
  readonly computedAt: number
  readonly validUntil: number
}

/** Whether something went wrong when it was computed, which need not go wrong again. */
const hasFailed = ({ reasons, conditions }: VerdictContent) =>
  reasons.some(({ code }) => code === 'EVALUATION_FAILED') ||
  conditions.some(({ state }) => state === 'ERROR')

const isBySamePolicy = ({ policy: judgedBy }: VerdictContent, policy: Policy | null) =>
  JSON.stringify(policy && referenceTo(policy)) === JSON.stringify(judgedBy)

/** Which policy applies, or null when the versions do not fit together: such a project is held, and has no policy. */
function policyFor(
  policies: AssessorPorts['policies'],
  asOf: number,
): (profile: string, date: string) => Policy | null {
  const policyOf = rememberedPolicies(policies, asOf)
  return (profile, date) => {
    try {
      return policyOf(profile, date)
    } catch {
      return null
    }
  }
}

/**
 * Verdicts that the store has are served as standings without computing them again, where computing could only give the
 * same: this program computed them, no fact and no hold has come or come to pass since, nothing of the project was
 * ever refused, the same policy applies, and it is still the same day. Whatever is doubtful is left out.
 */
export function createRestoring(ports: AssessorPorts, wideFacts: WideFacts) {
  /** What can be told from the verdict alone. */
  function mayHold({ record, isOurs }: KeptVerdict, marks: Marks): boolean {
    const { content, asOf } = record
    const seenUntil = asOf - (ports.unsettledOfOthers ?? 0)
    return (
      isOurs &&
      record.at <= ports.now() &&
      !marks.refusals.has(content.project) &&
      hasEveryFact(seenUntil, content.project, marks) &&
      Math.min(marks.wide, marks.settled) <= seenUntil &&
      !hasFailed(content)
    )
  }

  function holdsUntil(
    { at, content }: VerdictRecord,
    declared: ProjectDeclared | null,
    policyOf: ReturnType<typeof policyFor>,
  ): number | null {
    const now = ports.now()
    const zone = declared?.timeZone ?? DEFAULT_TIME_ZONE
    const waivers = content.waivers ?? []
    // Judged then, so it held until then; nothing in between has turned.
    if (now >= validUntil({ at, zone, waivers, upcoming: [] })) return null
    if (!isBySamePolicy(content, declared && policyOf(declared.profile, civilDateOf(now, zone)))) return null
    return validUntil({ at: now, zone, waivers, upcoming: [] })
  }

  return async function restore(
    stored: ReadonlyMap<string, KeptVerdict>,
    marks: Marks,
  ): Promise<readonly Restored[]> {
    const records = [...stored.values()].flatMap((kept) => (mayHold(kept, marks) ? [kept.record] : []))
    const [first] = records
    if (first === undefined) return []
    const projects = records.map(({ content }) => content.project)
    const known = { projects, knownUntil: marks.settled }
    const ids = records.flatMap(({ supersedes }) => supersedes ?? [])
    const [extents, declarations, wide, outcomes] = await Promise.all([
      ports.facts.readExtents(known),
      ports.facts.loadDeclarations(known),
      wideFacts(marks),
      ports.verdicts.outcomes({ projects, gate: first.content.gate, ids }),
    ])
    const declaredBy = groupBy(declarations, ({ project }) => project)
    const policyOf = policyFor(ports.policies, marks.settled)
    return records.flatMap((record): Restored[] => {
      const { at, content, supersedes } = record
      const { project } = content
      const newest = extents.get(project)?.newestOccurrence ?? Infinity
      // A fact that had not happened when it was judged may have since.
      if (newest > at || wide.some(({ occurredAt }) => occurredAt > at)) return []
      const now = ports.now()
      const declared = declaredAt(project, declaredBy.get(project) ?? [], now)
      const until = holdsUntil(record, declared, policyOf)
      const superseded = supersedes === null ? null : (outcomes.get(supersedes) ?? null)
      if (until === null) return []
      return [{ standing: standingOf(record, { declared, superseded }), computedAt: now, validUntil: until }]
    })
  }
}
