import { storeTime } from '../../store/time.ts'
import type { AcceptedFact } from '../events/accepted-fact.ts'

/** A fact as one line of JSONEachRow for the table `facts`. */
export function factLine(fact: AcceptedFact, receivedAt: string): string {
  return JSON.stringify({
    project: fact.project,
    kind: fact.kind,
    key: fact.key,
    occurred_at: storeTime(fact.occurredAt),
    received_at: receivedAt,
    source: fact.source,
    event_id: fact.id,
    identity: fact.identity,
    digest: fact.digest,
    payload: fact.payload,
    retracted: fact.retracted,
  })
}
