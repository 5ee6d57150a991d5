import { groupBy } from '../../../analytics/group-by.ts'
import { compareText, newer } from '../../../analytics/facts/state.ts'
import type { Fact, FactOf } from '../../../schemas/facts/index.ts'
import type { HoldScope } from '../../../schemas/facts/orders.ts'

type Placed = FactOf<'hold.placed'>
type Lifted = FactOf<'hold.lifted'>

/** A hold from its placing to its lifting; one that was placed again after it was lifted is another. */
export interface HoldSpan {
  readonly placed: Placed
  readonly lifted: Lifted | null
}

export const scopeText = (scope: HoldScope): string =>
  scope === 'all' ? 'all' : 'project' in scope ? `project:${scope.project}` : `division:${scope.division}`

function spansOfOne(facts: readonly Fact[]): HoldSpan[] {
  const spans: HoldSpan[] = []
  let open: Placed | null = null
  for (const fact of [...facts].sort(newer)) {
    if (fact.kind === 'hold.placed') open = fact
    if (fact.kind === 'hold.lifted' && open !== null) {
      spans.push({ placed: open, lifted: fact })
      open = null
    }
  }
  return open === null ? spans : [...spans, { placed: open, lifted: null }]
}

/** Every hold there was in facts known and happened by a moment, each from its placing to its lifting; oldest first. */
export function holdSpans(facts: readonly Fact[], until: number): HoldSpan[] {
  const orders = facts.filter(
    (fact) =>
      (fact.kind === 'hold.placed' || fact.kind === 'hold.lifted') &&
      fact.occurredAt <= until &&
      fact.receivedAt <= until,
  )
  const nameOf = ({ data }: Fact) =>
    'hold' in data && 'office' in data ? JSON.stringify([data.hold, data.office]) : ''
  return [...groupBy(orders, nameOf).values()]
    .flatMap(spansOfOne)
    .sort(
      (a, b) =>
        a.placed.occurredAt - b.placed.occurredAt || compareText(a.placed.data.hold, b.placed.data.hold),
    )
}
