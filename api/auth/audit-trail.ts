import type { AuditRow } from '../../store/access/append-audit.ts'

/** What happened, before it has a time and a name of its own. */
export type AuditNote = Omit<AuditRow, 'recordedAt' | 'entry' | 'times'>

export interface AuditTrail {
  /** Resolves when the note is kept, or counted among its like of this minute. It never rejects. */
  note(note: AuditNote): Promise<void>
  /** Writes the counts of every minute, past or present; for the end of the process, and before the trail is read. */
  flush(): Promise<void>
}

export interface AuditPorts {
  readonly append: (rows: readonly AuditRow[]) => Promise<void>
  readonly now: () => number
  readonly newId: () => string
  /** What could not be kept is told whole, since it is nowhere else. */
  readonly onLost: (rows: readonly AuditRow[], error: unknown) => void
}

/** So many refusals alike in a minute are kept one by one; after that they are counted. */
const REFUSALS_KEPT = 10
/** Deliveries of facts are counted from the second on: the facts themselves are all kept. */
const DELIVERIES_KEPT = 1
const MINUTE = 60_000
const DELIVERY_ROUTE = '/v1/events'

interface Counted {
  readonly note: AuditNote
  seen: number
  /** Seen and not written yet. */
  waiting: number
}

/** How many like this one are written one by one; a change always is. */
function keptOf({ outcome, route }: AuditNote): number {
  if (outcome !== 'done') return REFUSALS_KEPT
  return route === DELIVERY_ROUTE ? DELIVERIES_KEPT : Infinity
}

/** What is alike: the same caller, route, outcome and code. The subject is not: a caller could name any number. */
const likenessOf = ({ principalId, method, route, outcome, code }: AuditNote) =>
  [principalId ?? '', method, route, outcome, code ?? ''].join('\n')

/**
 * The audit trail. It is bounded under floods by what callers cannot choose: known callers, routes and codes. Rows
 * that come while others are being written are written together.
 */
export function createAuditTrail(ports: AuditPorts): AuditTrail {
  const counted = new Map<string, Counted>()
  let currentMinute = 0
  let waiting: AuditRow[] = []
  let writing: Promise<void> | null = null

  const rowOf = (note: AuditNote, times: number): AuditRow => ({
    ...note,
    recordedAt: ports.now(),
    entry: ports.newId(),
    times,
  })

  async function writeWaiting(): Promise<void> {
    while (waiting.length > 0) {
      const rows = waiting
      waiting = []
      await ports.append(rows).catch((error: unknown) => ports.onLost(rows, error))
    }
  }

  function write(rows: readonly AuditRow[]): Promise<void> {
    waiting.push(...rows)
    writing ??= writeWaiting().finally(() => {
      writing = null
    })
    return writing
  }

  function takeCounts(): AuditRow[] {
    const rows: AuditRow[] = []
    for (const group of counted.values()) {
      if (group.waiting === 0) continue
      // The subject and the request stand for one of them only.
      rows.push(rowOf({ ...group.note, subject: null, requestId: null, address: null }, group.waiting))
      group.waiting = 0
    }
    return rows
  }

  /** At the end of a minute its counts are taken, and counting starts anew. */
  function turnMinute(): AuditRow[] {
    const minute = Math.floor(ports.now() / MINUTE)
    if (minute === currentMinute) return []
    currentMinute = minute
    const rows = takeCounts()
    counted.clear()
    return rows
  }
  function isCounted(note: AuditNote): boolean {
    const key = likenessOf(note)
    const group = counted.get(key) ?? { note, seen: 0, waiting: 0 }
    counted.set(key, group)
    group.seen += 1
    if (group.seen <= keptOf(note)) return false
    group.waiting += 1
    return true
  }

  return {
    note: (note) => {
      const over = turnMinute()
      const rows = keptOf(note) !== Infinity && isCounted(note) ? over : [...over, rowOf(note, 1)]
      return rows.length === 0 ? Promise.resolve() : write(rows)
    },
    flush: () => write(takeCounts()),
  }
}
