import { z } from 'zod'
import type { HoldScope } from '../schemas/facts/orders.ts'
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
  async function find(hold: string): Promise<HoldState | null> {
    const facts = [...(await ports.findHoldFacts(hold))].sort(newer)
    const placed = facts.findLast((fact) => fact.kind === 'hold.placed')
    if (placed === undefined) return null
    const lift = facts.findLast(
      (fact) => fact.kind === 'hold.lifted' && fact.data.office === placed.data.office,
    )
    const liftedAt = lift !== undefined && newer(lift, placed) > 0 ? lift.occurredAt : null
    return { placed, liftedAt }
  }

  async function submitAndFind(type: string, subject: string, data: { hold: string }): Promise<HoldState> {
    await ports.submit({
      specversion: '1.0',
      type: `dev.kanmon.${type}.v1`,
      source: 'urn:kanmon:api:holds',
      id: `${type}/${data.hold}/${ports.newId()}`,
      subject,
      time: new Date(ports.now()).toISOString(),
      data,
    })
    const stored = await find(data.hold)
    if (stored === null) throw new Error(`hold ${data.hold} was acknowledged and is not there`)
    return stored
  }

  return {
    find,

    async place(request) {
      const hold = request.hold ?? ports.newId()
      const known = await find(hold)
      if (known !== null && known.liftedAt === null) {
        throw new KanmonError('HOLD_EXISTS', `hold ${hold} is already in force`, { field: 'hold' })
      }
      return submitAndFind('hold.placed', subjectOf(request.scope), { ...request, hold })
    },

    async lift(hold, request) {
      const known = await find(hold)
      if (known === null) throw new KanmonError('HOLD_NOT_FOUND', `there is no hold ${hold}`)
      const { office: owner, scope } = known.placed.data
      if (owner !== request.office) {
        throw new KanmonError(
          'HOLD_OF_ANOTHER_OFFICE',
          `hold ${hold} was placed by the ${owner}; only the ${owner} can lift it`,
          {
            field: 'office',
          },
        )
      }
      if (known.liftedAt !== null)
        throw new KanmonError('HOLD_ALREADY_LIFTED', `hold ${hold} is not in force`)
      return submitAndFind('hold.lifted', subjectOf(scope), { hold, ...request })
    },
  }
}
