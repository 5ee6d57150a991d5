import { assess, type AssessRequest } from '../../analytics/verdict/evaluate.ts'
import type { Assessment } from '../../schemas/verdict.ts'
import type { AssessedProject } from './assessed-project.ts'
import type { KnownProject } from './known-project.ts'
import { createKnownProjects, type KnownRequest } from './known-projects.ts'
import { createLiveVerdicts } from './live-verdicts.ts'
import type { AssessorPorts } from './ports.ts'
import type { Standing } from './standing.ts'
import { pastRecord, type VerdictRecord } from './verdict-record.ts'
import { createWideFacts } from './wide-facts.ts'

export type { KnownProject }

export interface PastRequest extends KnownRequest {
  readonly gate: string
}

/** Gives verdicts: current ones from the cache while they hold, past ones computed from what was known then. */
export interface Assessor {
  /** The current verdicts of the projects, or of every project there is. Unknown projects are left out. */
  current(projects: readonly string[] | null, gate: string): Promise<AssessedProject[]>
  /**
   * Where these projects, or all, stand: of current verdicts what a line says. Much lighter than `current` for many.
   * While nothing has changed it is the very same list.
   */
  standings(projects: readonly string[] | null, gate: string): Promise<readonly Standing[]>
  /** The verdict as of a past moment, or null for an unknown project. */
  past(request: PastRequest): Promise<AssessedProject | null>
  /** What was known of a project, or null when nothing was. */
  known(request: KnownRequest): Promise<KnownProject | null>
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
  const wideFacts = createWideFacts(ports)
  const known = createKnownProjects(ports, wideFacts)

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

  return { ...createLiveVerdicts(ports, judge, wideFacts), past, known, judge }
}
