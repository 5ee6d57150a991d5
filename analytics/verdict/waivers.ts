import type { FactOf } from '../../schemas/facts/index.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'
import { type Condition, gateKind, type Policy } from '../../schemas/policy.ts'
import type { WaiverMark, WaiverProblem, WaiverStanding, WaiverState } from '../../schemas/verdict.ts'
import { isSameName } from '../facts/same-name.ts'
import { newer, type ProjectState } from '../facts/state.ts'
import { type Gate, gateNamed } from './gate.ts'
import { isWaivable } from '../../schemas/waivable.ts'

const DAY = 86_400_000
/** How long before its end a waiver in force is called expiring, in milliseconds. */
const EXPIRING = 30 * DAY

/** What a project's waivers are held against. */
export interface WaiverTerms {
  readonly declared: Pick<ProjectDeclared, 'release' | 'phases'>
  readonly policy: Policy | null
}

type Request = FactOf<'waiver.requested'>
type Approval = FactOf<'waiver.approved'>

/** The condition that a waiver names, or why it names none. */
export function conditionToWaive(
  named: { condition: string; release: string; gate?: string | undefined },
  { declared, policy }: WaiverTerms,
): Condition | WaiverProblem {
  if (named.release !== declared.release.id) return 'UNKNOWN_RELEASE'
  const gate = named.gate === undefined ? null : gateNamed(named.gate)
  if (gate?.kind === 'phase-exit' && !declared.phases.some(({ id }) => id === gate.name))
    return 'UNKNOWN_GATE'
  const kinds = gate === null ? gateKind.options : [gate.kind]
  const conditions = kinds.flatMap((kind) => policy?.gates[kind] ?? [])
  const found = conditions.filter(({ id }) => id === named.condition)
  // One id may stand for several conditions of several gates: all of them must allow it.
  return found.find((condition) => !isWaivable(condition)) ?? found[0] ?? 'UNKNOWN_CONDITION'
}

/** Longest that a waiver of a condition may last from its approval, in milliseconds. */
export function longestWaiver(condition: Condition, policy: Pick<Policy, 'maxWaiverDays'>): number {
  return (condition.maxWaiverDays ?? policy.maxWaiverDays) * DAY
}

/** Why a requested waiver does nothing, or null when nothing is wrong with it. */
function problemOf(
  request: Request,
  approval: Approval | undefined,
  expiresAt: number,
  terms: WaiverTerms,
): WaiverProblem | null {
  const condition = conditionToWaive(request.data, terms)
  if (typeof condition === 'string') return condition
  if (!isWaivable(condition)) return 'NOT_WAIVABLE'
  if (approval === undefined) return null
  if (isSameName(approval.data.approvedBy, request.data.requestedBy)) return 'SELF_APPROVED'
  // An approval is of the request as it stood: one that changed since has to be approved again.
  if (newer(approval, request) < 0) return 'REQUEST_CHANGED'
  const { policy } = terms
  const isTooLong = policy !== null && expiresAt - approval.occurredAt > longestWaiver(condition, policy)
  return isTooLong ? 'TOO_LONG' : null
}

function stateOf(
  why: WaiverProblem | null,
  { isApproved, isRevoked, left }: { isApproved: boolean; isRevoked: boolean; left: number },
): WaiverState {
  if (isRevoked) return 'revoked'
  if (left <= 0) return 'expired'
  if (why === 'REQUEST_CHANGED') return 'requested'
  if (why !== null) return why.startsWith('UNKNOWN_') ? 'unmatched' : 'refused'
  if (!isApproved) return 'requested'
  return left <= EXPIRING ? 'expiring' : 'in-force'
}

const iso = (instant: number) => new Date(instant).toISOString()

/**
 * Every waiver of the project as it stands at the state's moment, judged now and not by a job; in the order of their
 * ids. Of several approvals the newest counts, and its date: an extension is a new approval. What is malformed,
 * unmatched, self-approved or too long does nothing, and says so in `why`.
 */
export function waiverStandings(state: ProjectState, terms: WaiverTerms): WaiverStanding[] {
  const approvals = new Map(state.of('waiver.approved').map((fact) => [fact.data.waiver, fact]))
  const revoked = new Set(state.of('waiver.revoked').map((fact) => fact.data.waiver))
  const requested = state.of('waiver.requested').map((request): WaiverStanding => {
    const { data } = request
    const approval = approvals.get(data.waiver)
    const expiresAt = Date.parse(approval?.data.expiresAt ?? data.expiresAt)
    const why = problemOf(request, approval, expiresAt, terms)
    const isRevoked = revoked.has(data.waiver)
    return {
      waiver: data.waiver,
      condition: data.condition,
      gate: data.gate ?? null,
      release: data.release,
      state: stateOf(why, { isApproved: approval !== undefined, isRevoked, left: expiresAt - state.at }),
      why,
      reason: data.reason,
      evidence: data.evidence ?? null,
      requestedBy: data.requestedBy,
      requestedAt: iso(request.occurredAt),
      approvedBy: approval?.data.approvedBy ?? null,
      approvedAt: approval === undefined ? null : iso(approval.occurredAt),
      expiresAt: iso(expiresAt),
    }
  })
  const asked = new Set(requested.map(({ waiver }) => waiver))
  const orphans = [...approvals.values()].filter(({ data }) => !asked.has(data.waiver))
  return [...requested, ...orphans.map(notRequested)]
}

/** An approval of something that nobody asked for. */
function notRequested({ data, occurredAt }: Approval): WaiverStanding {
  return {
    waiver: data.waiver,
    condition: null,
    gate: null,
    release: null,
    state: 'refused',
    why: 'NOT_REQUESTED',
    reason: null,
    evidence: null,
    requestedBy: null,
    requestedAt: null,
    approvedBy: data.approvedBy,
    approvedAt: iso(occurredAt),
    expiresAt: iso(Date.parse(data.expiresAt)),
  }
}

/** Whether a waiver is about a gate: its own, or every one that has its condition. */
const isAtGate = ({ gate }: WaiverStanding, { name }: Gate): boolean => gate === null || gate === name

/** Whether a waiver is told of at a gate: it is about one of its conditions, or about nothing that exists. */
export function concernsGate(waiver: WaiverStanding, gate: Gate, conditions: readonly Condition[]): boolean {
  if (waiver.why?.startsWith('UNKNOWN_') === true || waiver.why === 'NOT_REQUESTED') return true
  return isAtGate(waiver, gate) && conditions.some(({ id }) => id === waiver.condition)
}

/** The mark on a condition: of its waivers one in force is shown first. Null when nobody asked for one. */
export function waiverMark(
  condition: Condition,
  gate: Gate,
  standings: readonly WaiverStanding[],
): WaiverMark | null {
  const marks = standings
    .filter((standing) => standing.condition === condition.id && isAtGate(standing, gate))
    .flatMap(({ waiver, state, requestedBy, approvedBy, expiresAt }): WaiverMark[] =>
      state === 'unmatched' || requestedBy === null
        ? []
        : [{ waiver, state: state === 'expiring' ? 'in-force' : state, requestedBy, approvedBy, expiresAt }],
    )
  return marks.find(({ state }) => state === 'in-force') ?? marks[0] ?? null
}

/** The moments at which time alone changes how a waiver stands, in milliseconds. */
export function waiverTurns(standings: readonly WaiverStanding[]): number[] {
  return standings.flatMap(({ expiresAt }) => [Date.parse(expiresAt), Date.parse(expiresAt) - EXPIRING])
}
