import { z } from 'zod'
import type { HoldScope, Office } from '../schemas/facts/orders.ts'
import { holdScope, office } from '../schemas/facts/orders.ts'
import type { Fact, FactOf } from '../schemas/facts/index.ts'
import { KanmonError } from '../schemas/errors.ts'
import { identifier, line, prose } from '../schemas/primitives.ts'
import { newer } from '../analytics/facts/state.ts'

export const placeHold = z.strictObject({
  hold: identifier.optional().describe('an id of your own; otherwise one is made'),
  office,
  scope: holdScope,
  reason: prose(),
  placedBy: line(),
})

export const liftHold = z.strictObject({ office, reason: prose(), liftedBy: line() })

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
  readonly isKnownProject: (project: string) => Promise<boolean>
  readonly newId: () => string
  readonly now: () => number
}

export interface Holds {
  place(request: z.infer<typeof placeHold>): Promise<HoldState>
  lift(hold: string, request: z.infer<typeof liftHold>): Promise<HoldState>
  find(hold: string): Promise<HoldState | null>
}

/** What a hold's facts are about: its project, its division, or everything. */
function subjectOf(scope: HoldScope): string {
  if (scope === 'all') return 'organization:all'
  return 'project' in scope ? scope.project : `division:${scope.division}`
}

export function createHolds(ports: HoldPorts): Holds {
  /** The states of a hold's id, one for each office that used it. */
  async function statesOf(hold: string): Promise<HoldState[]> {
    const facts = [...(await ports.findHoldFacts(hold))].sort(newer)
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

  // Orders are checked and given one after the other: two with one id must not both find it free.
  let turn: Promise<unknown> = Promise.resolve()
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work)
    turn = result.catch(() => undefined)
    return result
  }

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
    find: async (hold) => inForceFirst(await statesOf(hold)),

    place: (request) =>
      inTurn(async () => {
        const hold = request.hold ?? ports.newId()
        const { scope } = request
        if (scope !== 'all' && 'project' in scope && !(await ports.isKnownProject(scope.project))) {
          throw new KanmonError('PROJECT_NOT_FOUND', `no facts are known about project ${scope.project}`, {
            field: 'scope',
          })
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
