import { stateAt } from '../../analytics/facts/state.ts'
import { declarationOf } from '../../analytics/indicators/project-view.ts'
import { assess, type AssessRequest } from '../../analytics/verdict/evaluate.ts'
import type { RefusedEvents } from '../../analytics/verdict/refused-events.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import type { Assessment } from '../../schemas/verdict.ts'
import type { AssessedProject } from './assessed-project.ts'
import { createLiveVerdicts } from './live-verdicts.ts'
import { type Moment, resolveMoment } from './moment.ts'
import type { AssessorPorts } from './ports.ts'
import { pastRecord, type VerdictRecord } from './verdict-record.ts'

const DEFAULT_ZONE = 'Asia/Tokyo'

export interface PastRequest {
  readonly project: string
  readonly gate: string
  readonly at: Moment | null
  readonly asOf: Moment | null
}

/** Everything known about one project as of a moment: what the EVM, indicator and export routes compute from. */
export interface KnownProject {
  readonly project: string
  readonly log: readonly Fact[]
  readonly wide: readonly Fact[]
  readonly refused: readonly RefusedEvents[]
  readonly declared: ProjectDeclared | null
  readonly zone: string
  readonly at: number
  readonly asOf: number
}

/** Gives verdicts: current ones from the cache while they hold, past ones computed from what was known then. */
export interface Assessor {
  /** The current verdicts of the projects, or of every project there is. Unknown projects are left out. */
  current(projects: readonly string[] | null, gate: string): Promise<AssessedProject[]>
  /** The verdict as of a past moment, or null for an unknown project. */
  past(request: PastRequest): Promise<AssessedProject | null>
  /** What was known of a project, or null when nothing was. */
  known(request: Omit<PastRequest, 'gate'>): Promise<KnownProject | null>
  /** The verdict on a project from facts already at hand, by the policy that applied or by another one. */
  judge(
    known: KnownProject,
    gate: string,
    at: number,
    policyOf?: AssessRequest['policyOf'],
    onView?: AssessRequest['onView'],
  ): Assessment
}

export function createAssessor(ports: AssessorPorts): Assessor {
  function judge(
    known: Pick<KnownProject, 'project' | 'log' | 'wide' | 'refused' | 'asOf'>,
    gate: string,
    at: number,
    policyOf: AssessRequest['policyOf'] = (profile, date) =>
      ports.policies.applying(profile, { date, asOf: known.asOf }),
    onView?: AssessRequest['onView'],
  ): Assessment {
    return assess({
      project: known.project,
      log: known.log,
      wide: known.wide,
      refused: known.refused,
      gate,
      at,
      policyOf,
      holidays: ports.holidays,
      onError: (condition, error) =>
        ports.onError('condition.failed', { project: known.project, condition, error }),
      ...(onView !== undefined && { onView }),
    })
  }

  async function known({ project, at, asOf }: Omit<PastRequest, 'gate'>): Promise<KnownProject | null> {
    const knownUntil = ports.settledUntil()
    const [everything, allWide] = await Promise.all([
      ports.facts.loadFactLog({ projects: [project], knownUntil }),
      ports.facts.loadWideFacts({ knownUntil }),
      ports.policies.refresh(),
    ])
    if (everything.length === 0) return null
    const now = ports.now()
    // The zone is the one declared by what was known then, so that a later declaration does not move a past day.
    const zoneBy = (instant: number) => {
      const log = everything.filter((fact) => fact.receivedAt <= instant)
      return declarationOf(stateAt(project, log, now))?.data.timeZone ?? DEFAULT_ZONE
    }
    const asOfZone =
      asOf !== null && 'date' in asOf ? zoneBy(Date.parse(asOf.date) + 86_399_999) : DEFAULT_ZONE
    const asOfInstant =
      asOf === null ? knownUntil : Math.min(knownUntil, resolveMoment(asOf, asOfZone, now, 'asOf'))
    const zone = zoneBy(asOfInstant)
    const atInstant = resolveMoment(at, zone, now, 'at')
    const wasKnown = (fact: Fact) => fact.receivedAt <= asOfInstant
    const log = everything.filter(wasKnown)
    const declared = declarationOf(stateAt(project, log, atInstant))?.data ?? null
    const refusals = await ports.facts.loadRefused({ projects: [project], knownUntil: asOfInstant })
    const refused = refusals.get(project) ?? []
    const wide = allWide.filter(wasKnown)
    return { project, log, wide, refused, declared, zone, at: atInstant, asOf: asOfInstant }
  }

  /** The record with this content that was given before, or this one, kept: asking again and again keeps nothing more. */
  async function keptOnce(record: VerdictRecord): Promise<VerdictRecord> {
    const { project, gate } = record.content
    const given = await ports.verdicts.findByDigest(project, gate, record.digest)
    if (given === null) await ports.verdicts.append([record])
    return given ?? record
  }

  async function past(request: PastRequest): Promise<AssessedProject | null> {
    const found = await known(request)
    if (found === null) return null
    const { content, validUntil } = judge(found, request.gate, found.at)
    const record = await keptOnce(
      pastRecord(content, { at: found.at, asOf: found.asOf, computedAt: ports.now() }),
    )
    return {
      project: request.project,
      declared: found.declared,
      record,
      superseded: null,
      validUntil,
      at: found.at,
      asOf: found.asOf,
    }
  }

  const live = createLiveVerdicts(ports, judge)
  return { current: live, past, known, judge }
}
