import type { Fact } from '../../schemas/facts/index.ts'
import { DEFAULT_TIME_ZONE, type ProjectDeclared } from '../../schemas/facts/project.ts'
import { indicators } from '../../schemas/indicators.ts'
import type { Policy } from '../../schemas/policy.ts'
import type {
  Assessment,
  ConditionResult,
  Notice,
  Reason,
  VerdictContent,
  WaiverStanding,
} from '../../schemas/verdict.ts'
import { civilDateOf } from '../calendar/local-date.ts'
import { DEFAULT_PERCENT_CAP } from '../evm/earned-value.ts'
import { newestDate } from '../facts/effective-date.ts'
import { compareText, type ProjectState, stateAt } from '../facts/state.ts'
import { type ResolveHolidays, projectView } from '../indicators/build-view.ts'
import { declarationOf, type ProjectView } from '../indicators/project-view.ts'
import { completenessCondition } from './completeness-condition.ts'
import { sourceStatuses } from './completeness.ts'
import { evaluateCondition, type OnError } from './condition.ts'
import { distanceToShip } from './distance.ts'
import { gateNamed, judgedPhase } from './gate.ts'
import { divisionsOf, holdsInForce } from './holds.ts'
import { waiverNotices } from './notices.ts'
import { referenceTo } from './policy-reference.ts'
import {
  isBlocking,
  plainReason,
  reasonOfCondition,
  reasonOfContradiction,
  reasonOfHold,
  reasonOfRefused,
  reasonOfSource,
} from './reasons.ts'
import { judgeRecord } from './record.ts'
import type { RefusedEvents } from './refused-events.ts'
import { scoreOf } from './score.ts'
import { validUntil } from './valid-until.ts'
import { concernsGate, waiverMark, waiverStandings } from './waivers.ts'

export interface AssessRequest {
  readonly project: string
  /** Every fact about the project that was known, in any order. */
  readonly log: readonly Fact[]
  /** Holds wider than one project that were known, in any order. */
  readonly wide: readonly Fact[]
  /** Events about the project that were refused and waited in quarantine at the moment of knowledge. */
  readonly refused: readonly RefusedEvents[]
  /** `plan`, `release`, or the id of a phase. */
  readonly gate: string
  /** The moment that is judged, in milliseconds. */
  readonly at: number
  /** The policy of a profile on a civil date of the project, or null when there is none. */
  readonly policyOf: (profile: string, statusDate: string) => Policy | null
  readonly holidays: ResolveHolidays
  readonly onError: OnError
  /** Handed the view that was judged, for whoever also tells its figures: building it is most of the work. */
  readonly onView?: (view: ProjectView) => void
}

/** The part of the verdict that needs a declared project. */
interface Judged {
  readonly conditions: readonly ConditionResult[]
  readonly reasons: readonly Reason[]
  readonly completeness: VerdictContent['completeness']
  readonly policy: VerdictContent['policy']
  readonly waivers: readonly WaiverStanding[]
  readonly notices: readonly Notice[]
}

function judgeProject(request: AssessRequest, view: ProjectView, policy: Policy | null): Judged {
  const gate = gateNamed(request.gate)
  const reasons: Reason[] = []
  if (view.declared.status === 'cancelled') reasons.push(plainReason('PROJECT_CANCELLED', 'POLICY'))
  if (gate.kind === 'phase-exit' && judgedPhase(gate, view) === null) {
    reasons.push(plainReason('UNKNOWN_PHASE', 'POLICY', { gate: gate.name }))
  }
  const required = policy?.requiredSources[gate.kind] ?? []
  const completeness = sourceStatuses(
    view.declared,
    view.state,
    view.zone,
    view.statusDate,
    gate.kind,
    required,
  )
  const record = judgeRecord(request, view, policy?.lateChangeDays ?? 0)
  const complete = completenessCondition(completeness, {
    contradictions: record.contradictions.length,
    refused: record.refused.length,
  })
  const wanted = policy?.gates[gate.kind]
  if (policy === null || policy.effectiveFrom > view.statusDate) {
    reasons.push(plainReason('NO_POLICY', 'POLICY', { profile: view.declared.profile }))
  } else if (view.declared.residentService && view.declared.personalData && !policy.residentServices) {
    reasons.push(plainReason('PROFILE_TOO_LAX', 'POLICY', { profile: view.declared.profile }))
  }
  if (policy !== null && wanted === undefined)
    reasons.push(plainReason('NO_GATE', 'POLICY', { gate: gate.kind }))

  const waivers = waiverStandings(view.state, { declared: view.declared, policy })
  const conditions = (wanted ?? []).map((condition) =>
    evaluateCondition(condition, view, gate, waiverMark(condition, gate, waivers), request.onError),
  )
  const concerning = waivers.filter((waiver) => concernsGate(waiver, gate, wanted ?? []))
  const asked = conditions.filter((result) => result.required && result.state !== 'NOT_APPLICABLE')
  if (wanted !== undefined && asked.length === 0) reasons.push(plainReason('NO_REQUIRED_CONDITION', 'POLICY'))
  // What the policy asks for does not speak for a project that expects nothing of itself.
  const expectsNothing = (view.declared.expects ?? []).length === 0
  if (expectsNothing || completeness.every((source) => source.state === 'not-due')) {
    reasons.push(plainReason('NO_EXPECTED_SOURCES', 'DATA'))
  }

  const given = <T>(reason: T | null): reason is T => reason !== null
  return {
    conditions: [complete, ...conditions],
    reasons: [
      ...reasons,
      ...completeness.map(reasonOfSource).filter(given),
      ...record.refused.map(reasonOfRefused),
      ...record.contradictions.map(reasonOfContradiction),
      ...conditions.map(reasonOfCondition).filter(given),
    ],
    completeness,
    policy: policy && referenceTo(policy),
    waivers: concerning,
    notices: [...waiverNotices(concerning, conditions), ...record.notices],
  }
}

/** Nothing could be judged, for one reason. */
function unjudged(reason: Reason): Judged {
  return { conditions: [], reasons: [reason], completeness: [], policy: null, waivers: [], notices: [] }
}

/** Judges a declared project. What goes wrong unexpectedly holds this project, and only this one, and is told. */
function judgeDeclared(request: AssessRequest, state: ProjectState, declared: ProjectDeclared): Judged {
  try {
    const policy = request.policyOf(declared.profile, civilDateOf(request.at, declared.timeZone))
    const cap = policy?.percentCompleteCap ?? DEFAULT_PERCENT_CAP
    const view = projectView(state, declared, request.holidays, cap, request.log)
    request.onView?.(view)
    return judgeProject(request, view, policy)
  } catch (error) {
    request.onError('project', error)
    return unjudged(plainReason('EVALUATION_FAILED', 'DATA'))
  }
}

/**
 * The verdict on one project at one gate and moment. SHIP only by positive assertion: a policy applies, it
 * has a required condition, every expected source is delivered without contradiction, every required
 * condition passes (or is declared not to apply, or is waived), and no hold is in force.
 *
 * A pure function of the facts, the policy and the moment; it does not depend on the order of the facts.
 */
export function assess(request: AssessRequest): Assessment {
  const { project, log, at } = request
  const state = stateAt(project, log, at)
  const declared = declarationOf(state)?.data ?? null
  const zone = declared?.timeZone ?? DEFAULT_TIME_ZONE
  const judged =
    declared === null
      ? unjudged(plainReason('PROJECT_UNDECLARED', 'DATA'))
      : judgeDeclared(request, state, declared)
  const divisions = divisionsOf(project, log, at)
  const holds = holdsInForce([state, stateAt(project, request.wide, at)], project, divisions)
  const reasons = [...holds.map(reasonOfHold), ...judged.reasons]
  const ships = judged.conditions.length > 0 && reasons.length === 0 && !judged.conditions.some(isBlocking)

  const known = log.filter((fact) => fact.occurredAt <= at)
  const kinds = [...new Set(known.map((fact) => fact.kind))].sort(compareText)
  const content: VerdictContent = {
    project,
    gate: request.gate,
    statusDate: civilDateOf(at, zone),
    recommendation: ships ? 'SHIP' : 'HOLD',
    score: scoreOf(judged.conditions),
    reasons,
    conditions: [...judged.conditions],
    distanceToShip: distanceToShip(judged.conditions, reasons),
    holds,
    waivers: [...judged.waivers],
    notices: [...judged.notices],
    completeness: judged.completeness,
    policy: judged.policy,
    metricVersions: Object.fromEntries(
      judged.conditions.flatMap(({ indicator }) =>
        indicator === 'completeness' ? [] : [[indicator, indicators[indicator].version]],
      ),
    ),
    dataUpTo: Object.fromEntries(
      kinds.flatMap((kind) => {
        const newest = newestDate(state.of(kind), zone)
        return newest === null ? [] : [[kind, newest]]
      }),
    ),
    factCounts: Object.fromEntries(
      kinds.map((kind) => [kind, known.filter((fact) => fact.kind === kind).length]),
    ),
  }
  const upcoming = [...log, ...request.wide]
    .filter((fact) => fact.occurredAt > at)
    .map((fact) => fact.occurredAt)
  return { content, validUntil: validUntil({ at, zone, waivers: judged.waivers, upcoming }) }
}
