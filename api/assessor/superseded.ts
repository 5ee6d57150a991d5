import { type Arrival, withArrivals } from '../../analytics/verdict/arrivals.ts'
import { difference } from '../../analytics/verdict/difference.ts'
import type { Superseded } from './assessed-project.ts'
import type { VerdictRecord } from './verdict-record.ts'

/** What is told of the record that another one follows. `came`: the facts between them, null when that cannot be said. */
export function supersededBy(
  record: VerdictRecord,
  before: VerdictRecord,
  came: readonly Arrival[] | null,
): Superseded {
  const { recommendation, score } = before.content
  return { recommendation, score, changes: withArrivals(difference(before.content, record.content), came) }
}
