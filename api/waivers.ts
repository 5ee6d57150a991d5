import { z } from 'zod'
import { isSameName } from '../analytics/facts/same-name.ts'
import { stateAt } from '../analytics/facts/state.ts'
import { isWaivable } from '../schemas/waivable.ts'
import {
  conditionToWaive,
  longestWaiver,
  waiverStandings,
  type WaiverTerms,
} from '../analytics/verdict/waivers.ts'
import { KanmonError } from '../schemas/errors.ts'
import type { Fact } from '../schemas/facts/index.ts'
import type { Condition } from '../schemas/policy.ts'
import { identifier, instant, line, projectId, prose } from '../schemas/primitives.ts'
import type { WaiverProblem, WaiverStanding } from '../schemas/verdict.ts'
import { createTurns } from './in-turn.ts'

const name = line().optional().describe('needed while access control is off; with it, the caller’s own name')

export const requestWaiver = z.strictObject({
  waiver: identifier.optional().describe('an id of your own; otherwise one is made'),
  project: projectId,
  release: identifier,
  gate: line().default('release').describe('plan, release, or the id of a phase'),
  condition: identifier,
  reason: prose(),
  evidence: line(2000).describe('where the assessment of the risk can be read'),
  expiresAt: instant,
  requestedBy: name,
})
export const approveWaiver = z.strictObject({
  expiresAt: instant.optional().describe('otherwise as requested'),
  approvedBy: name,
})
export const revokeWaiver = z.strictObject({ reason: prose(), revokedBy: name })

/** A project's waiver as it stands. */
export interface ProjectWaiver extends WaiverStanding {
  readonly project: string
}

export interface WaiverPorts {
  /** Facts of the waiver with this id, in whatever project; of every waiver when no id is given. */
  readonly findWaiverFacts: (waiver?: string) => Promise<readonly Fact[]>
  /** What the waivers of a project are held against now; null while nobody has declared the project. */
  readonly termsOf: (project: string) => Promise<WaiverTerms | null>
  /** Stores one order as a fact; resolves once it is stored. */
  readonly submit: (event: Record<string, unknown>) => Promise<void>
  readonly newId: () => string
  readonly now: () => number
}

export interface Waivers {
  request(wanted: z.infer<typeof requestWaiver> & { requestedBy: string }): Promise<ProjectWaiver>
  approve(
    waiver: string,
    given: z.infer<typeof approveWaiver> & { approvedBy: string },
  ): Promise<ProjectWaiver>
  revoke(waiver: string, given: z.infer<typeof revokeWaiver> & { revokedBy: string }): Promise<ProjectWaiver>
  find(waiver: string): Promise<ProjectWaiver | null>
  /** Every waiver of the projects, or of all of them; in the order of project and id. */
  list(projects: readonly string[] | null): Promise<ProjectWaiver[]>
}

const fieldOf: Partial<Record<WaiverProblem, string>> = {
  UNKNOWN_RELEASE: 'release',
  UNKNOWN_GATE: 'gate',
  UNKNOWN_CONDITION: 'condition',
}

/** The condition that may be waived. @throws {KanmonError} WAIVER_UNMATCHED, NOT_WAIVABLE */
function waivableCondition(named: Parameters<typeof conditionToWaive>[0], terms: WaiverTerms): Condition {
  const condition = conditionToWaive(named, terms)
  if (typeof condition === 'string') {
    const field = fieldOf[condition] ?? 'condition'
    const detail = `the project has no such ${field} (${condition}): a waiver of it would do nothing`
    throw new KanmonError('WAIVER_UNMATCHED', detail, { field })
  }
  if (isWaivable(condition)) return condition
  throw new KanmonError('NOT_WAIVABLE', `the condition ${condition.id} cannot be waived`, {
    field: 'condition',
  })
}

/** Refuses an end that has passed, or that lies beyond what the policy allows from now on. */
function checkEnd(expiresAt: string, condition: Condition, terms: WaiverTerms, now: number): void {
  const left = Date.parse(expiresAt) - now
  const field = 'expiresAt'
  if (left <= 0) throw new KanmonError('INVALID_REQUEST', 'expiresAt: must lie in the future', { field })
  const longest = terms.policy === null ? 0 : longestWaiver(condition, terms.policy)
  if (left > longest) {
    const days = longest / 86_400_000
    throw new KanmonError('WAIVER_TOO_LONG', `the policy allows ${days} days from the approval`, { field })
  }
}

export function createWaivers(ports: WaiverPorts): Waivers {
  const inTurn = createTurns()

  async function standingsOf(project: string, facts: readonly Fact[]): Promise<ProjectWaiver[]> {
    const terms = (await ports.termsOf(project)) ?? UNDECLARED
    const own = facts.filter((fact) => fact.project === project)
    const state = stateAt(project, own, ports.now())
    return waiverStandings(state, terms).map((standing) => ({ project, ...standing }))
  }

  async function find(waiver: string): Promise<ProjectWaiver | null> {
    const facts = await ports.findWaiverFacts(waiver)
    const project = facts.find(({ kind }) => kind === 'waiver.requested')?.project
    return project === undefined ? null : ((await standingsOf(project, facts))[0] ?? null)
  }

  async function termsOf(project: string): Promise<WaiverTerms> {
    const terms = await ports.termsOf(project)
    if (terms !== null) return terms
    throw new KanmonError('PROJECT_NOT_FOUND', `project ${project} is not declared`, { field: 'project' })
  }

  async function submit(
    kind: string,
    project: string,
    data: { waiver: string } & Record<string, unknown>,
  ): Promise<ProjectWaiver> {
    await ports.submit({
      specversion: '1.0',
      type: `dev.kanmon.waiver.${kind}.v1`,
      source: 'urn:kanmon:api:waivers',
      id: `waiver.${kind}/${ports.newId()}`,
      subject: project,
      time: new Date(ports.now()).toISOString(),
      data,
    })
    const stored = await find(data.waiver)
    if (stored === null) throw new Error('a waiver was acknowledged and is not there')
    return stored
  }

  /** The waiver to be approved or revoked. */
  async function open(waiver: string): Promise<ProjectWaiver> {
    const found = await find(waiver)
    if (found === null) throw new KanmonError('WAIVER_NOT_FOUND', `there is no waiver ${waiver}`)
    if (found.state !== 'revoked') return found
    throw new KanmonError('WAIVER_NOT_OPEN', `waiver ${waiver} was revoked; request another one`)
  }

  return {
    find,

    list: async (projects) => {
      const wanted = projects && new Set(projects)
      const byProject = new Map<string, Fact[]>()
      for (const fact of await ports.findWaiverFacts()) {
        if (wanted !== null && !wanted.has(fact.project)) continue
        byProject.set(fact.project, [...(byProject.get(fact.project) ?? []), fact])
      }
      const sorted = [...byProject].sort(([a], [b]) => (a < b ? -1 : 1))
      const standings = await Promise.all(sorted.map(([project, facts]) => standingsOf(project, facts)))
      return standings.flat()
    },

    request: ({ project, ...asked }) =>
      inTurn(async () => {
        const terms = await termsOf(project)
        checkEnd(asked.expiresAt, waivableCondition(asked, terms), terms, ports.now())
        const waiver = asked.waiver ?? ports.newId()
        if ((await ports.findWaiverFacts(waiver)).length > 0) {
          throw new KanmonError('WAIVER_EXISTS', `there is a waiver ${waiver} already`, { field: 'waiver' })
        }
        return submit('requested', project, { ...asked, waiver })
      }),

    approve: (waiver, given) =>
      inTurn(async () => {
        const found = await open(waiver)
        const { project, condition, release, gate, requestedBy } = found
        if (condition === null || release === null || requestedBy === null)
          throw new Error('waivers: one that was requested names what it is about')
        const terms = await termsOf(project)
        const named = { condition, release, ...(gate !== null && { gate }) }
        if (isSameName(given.approvedBy, requestedBy)) {
          const detail = `waiver ${waiver} was requested by the same person; another one has to approve it`
          throw new KanmonError('WAIVER_OF_ONES_OWN', detail, { field: 'approvedBy' })
        }
        const expiresAt = given.expiresAt ?? found.expiresAt
        checkEnd(expiresAt, waivableCondition(named, terms), terms, ports.now())
        return submit('approved', project, { waiver, approvedBy: given.approvedBy, expiresAt })
      }),

    revoke: (waiver, given) =>
      inTurn(async () => submit('revoked', (await open(waiver)).project, { waiver, ...given })),
  }
}

/** What waivers of a project that nobody declared are held against: there is nothing that they could waive. */
const UNDECLARED: WaiverTerms = {
  declared: { release: { id: '', plannedShipDate: '' }, phases: [] },
  policy: null,
}
