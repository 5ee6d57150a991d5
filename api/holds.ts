import { z } from 'zod'
import type { HoldScope, Office } from '../schemas/facts/orders.ts'
import { holdScope, office } from '../schemas/facts/orders.ts'
import type { Fact, FactOf } from '../schemas/facts/index.ts'
import { KanmonError } from '../schemas/errors.ts'
import { identifier, line, prose } from '../schemas/primitives.ts'
import { newer } from '../analytics/facts/state.ts'
import { createTurns } from './in-turn.ts'
import { groupBy } from '../analytics/group-by.ts'

export const placeHold = z.strictObject({
  hold: identifier.optional().describe('an id of your own; otherwise one is made'),
  office,
  scope: holdScope,
  reason: prose(),
  placedBy: line().optional().describe('needed while access control is off; with it, the caller’s own name'),
})

export const liftHold = z.strictObject({ office, reason: prose(), liftedBy: line().optional() })

/** A hold and, when it was lifted, when. */
export interface HoldState {
  readonly placed: FactOf<'hold.placed'>
  readonly liftedAt: number | null
}

export interface HoldPorts {
  /** Facts of the kinds hold.placed and hold.lifted with this hold id, whatever they are about. */
  readonly findHoldFacts: (hold: string) => Promise<readonly Fact[]>
  /** Stores one order as a fact; resolves once it is stored. */
  readonly submit: (event: Record<string, unknown>) => Promise<void>
  /** Every placing and lifting there is. */
  readonly listHoldFacts: () => Promise<readonly Fact[]>
  readonly isKnownProject: (project: string) => Promise<boolean>
  /** Whether a project is declared in the division. */
  readonly isKnownDivision: (division: string) => Promise<boolean>
  readonly newId: () => string
  readonly now: () => number
}

export interface Holds {
  place(request: z.infer<typeof placeHold> & { placedBy: string }): Promise<HoldState>
  lift(hold: string, request: z.infer<typeof liftHold> & { liftedBy: string }): Promise<HoldState>
  /** The hold of this id, that of one office when the office is given; one in force comes first. */
  find(hold: string, owner?: Office): Promise<HoldState | null>
  /** Every hold there is, one for each id and office, the newest placed first. */
  list(): Promise<HoldState[]>
}

/** What a hold's facts are about: its project, its division, or everything. */
function subjectOf(scope: HoldScope): string {
  if (scope === 'all') return 'organization:all'
  return 'project' in scope ? scope.project : `division:${scope.division}`
}

export function createHolds(ports: HoldPorts): Holds {
  /** The states of a hold's id, one for each office that used it. */
  async function statesOf(hold: string): Promise<HoldState[]> {
    return standing(await ports.findHoldFacts(hold))
  }
  function standing(log: readonly Fact[]): HoldState[] {
    const facts = [...log].sort(newer)
    return office.options.flatMap((owner) => {
      const own = facts.filter(({ data }) => 'office' in data && data.office === owner)
      const placed = own.findLast((fact) => fact.kind === 'hold.placed')
      const lift = own.findLast((fact) => fact.kind === 'hold.lifted')
      if (placed === undefined) return []
      return [{ placed, liftedAt: lift !== undefined && newer(lift, placed) > 0 ? lift.occurredAt : null }]
    })
  }
  const inForceFirst = (states: readonly HoldState[]): HoldState | null =>
    states.find(({ liftedAt }) => liftedAt === null) ?? states[0] ?? null

  const inTurn = createTurns()

  async function submit(
    type: string,
    subject: string,
    data: { hold: string; office: Office },
  ): Promise<HoldState> {
    await ports.submit({
      specversion: '1.0',
      type: `dev.kanmon.${type}.v1`,
      source: 'urn:kanmon:api:holds',
      id: `${type}/${ports.newId()}`,
      subject,
      time: new Date(ports.now()).toISOString(),
      data,
    })
    const stored = (await statesOf(data.hold)).find(({ placed }) => placed.data.office === data.office)
    if (stored === undefined) throw new Error('a hold was acknowledged and is not there')
    return stored
  }

  return {
    find: async (hold, owner) => {
      const states = await statesOf(hold)
      return inForceFirst(
        owner === undefined ? states : states.filter(({ placed }) => placed.data.office === owner),
      )
    },

    list: async () => {
      const byHold = groupBy(await ports.listHoldFacts(), ({ data }) => ('hold' in data ? data.hold : ''))
      return [...byHold.values()].flatMap(standing).sort((a, b) => newer(b.placed, a.placed))
    },

    place: (request) =>
      inTurn(async () => {
        const hold = request.hold ?? ports.newId()
        const { scope } = request
        if (scope !== 'all' && 'project' in scope && !(await ports.isKnownProject(scope.project))) {
          throw new KanmonError('PROJECT_NOT_FOUND', `no facts are known about project ${scope.project}`, {
            field: 'scope',
          })
        }
        // A hold on a division that no project is in would hold nothing, and say that it is in force.
        if (scope !== 'all' && 'division' in scope && !(await ports.isKnownDivision(scope.division))) {
          throw new KanmonError(
            'DIVISION_NOT_FOUND',
            `no project is declared in the division ${scope.division}`,
            { field: 'scope' },
          )
        }
        if ((await statesOf(hold)).some(({ liftedAt }) => liftedAt === null)) {
          throw new KanmonError('HOLD_EXISTS', `hold ${hold} is already in force`, { field: 'hold' })
        }
        return submit('hold.placed', subjectOf(scope), { ...request, hold })
      }),

    lift: (hold, request) =>
      inTurn(async () => {
        const states = await statesOf(hold)
        const own = states.find(({ placed }) => placed.data.office === request.office)
        if (own?.liftedAt === null) {
          return submit('hold.lifted', subjectOf(own.placed.data.scope), { hold, ...request })
        }
        const other = states.find(({ liftedAt }) => liftedAt === null)?.placed.data.office
        if (other !== undefined) {
          const detail = `hold ${hold} was placed by the ${other}; only the ${other} can lift it`
          throw new KanmonError('HOLD_OF_ANOTHER_OFFICE', detail, { field: 'office' })
        }
        if (states.length === 0) throw new KanmonError('HOLD_NOT_FOUND', `there is no hold ${hold}`)
        throw new KanmonError('HOLD_ALREADY_LIFTED', `hold ${hold} is not in force`)
      }),
  }
}
