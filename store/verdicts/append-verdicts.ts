import { createHash } from 'node:crypto'
import type { Store } from '../store.ts'
import { storeTime } from '../time.ts'
import { writeBatch } from '../write-batch.ts'
import { findVerdict } from './find-verdict.ts'
import { latestIds } from './latest-ids.ts'
import { type VerdictRow, verdictRow } from './rows.ts'

type Latest = Pick<VerdictRow, 'id' | 'computedAt'>

/**
 * Keeps verdicts; a kept one is never changed. A live verdict is stored when it differs from the latest live
 * one of its project and gate (so SHIP, HOLD, SHIP are three rows), any other once per id. Within a gate
 * `computedAt` grows strictly, by a millisecond if need be, since it is what orders the revisions.
 */
export async function appendVerdicts(store: Store, rows: readonly VerdictRow[]): Promise<void> {
  await keep(store, rows, new Map())
}

/**
 * `appendVerdicts` for all verdicts of a process, one call after the other. Where it alone writes, the latest verdict of a
 * gate is the one that it kept last, and is looked up only once.
 */
export function verdictAppender(store: Store): (rows: readonly VerdictRow[]) => Promise<void> {
  const { revision } = store
  if (revision === null) return (rows) => appendVerdicts(store, rows)
  let latest = new Map<string, Latest>()
  const statements = () => revision([])
  let seen = statements()
  let before: Promise<unknown> = Promise.resolve()

  async function append(rows: readonly VerdictRow[]): Promise<void> {
    // Some statement that is no insert, a TRUNCATE for one.
    const now = statements()
    if (now !== seen) latest = new Map()
    seen = now
    const kept = await keep(store, rows, latest)
    for (const row of kept) latest.set(placeOf(row), { id: row.id, computedAt: row.computedAt })
  }

  return (rows) => {
    if (rows.length === 0) return Promise.resolve()
    const appended = before.then(() => append(rows))
    before = appended.catch(() => undefined)
    return appended
  }
}

/** Stores what is new, compared to `known` where that has it, and returns it. */
async function keep(
  store: Store,
  rows: readonly VerdictRow[],
  known: ReadonlyMap<string, Latest>,
): Promise<readonly VerdictRow[]> {
  const given = rows.map((row) => verdictRow.parse(row))
  const latest = await storedLatest(
    store,
    given.filter((row) => row.live && !known.has(placeOf(row))),
  )
  const fresh: VerdictRow[] = []
  for (const row of given) {
    const place = placeOf(row)
    const before =
      latest.get(place) ?? known.get(place) ?? (row.live ? undefined : await findVerdict(store, row.id))
    if (before?.id === row.id) continue
    const kept = { ...row, computedAt: Math.max(row.computedAt, (before?.computedAt ?? 0) + 1) }
    latest.set(place, kept)
    fresh.push(kept)
  }
  const lines = fresh.map(toLine)
  const token = createHash('sha256').update(lines.join('\n')).digest('hex')
  await writeBatch(store, { table: 'verdicts', token: `verdicts:${token}`, lines })
  return fresh.filter(({ live }) => live)
}

const placeOf = (row: Pick<VerdictRow, 'live' | 'project' | 'gate' | 'id'>) =>
  row.live ? JSON.stringify([row.project, row.gate]) : row.id

/** The latest stored verdicts in the places of live ones: one question for each gate. */
async function storedLatest(store: Store, rows: readonly VerdictRow[]): Promise<Map<string, Latest>> {
  const found = new Map<string, Latest>()
  for (const gate of new Set(rows.map((row) => row.gate))) {
    const projects = new Set(rows.filter((row) => row.gate === gate).map(({ project }) => project))
    for (const { project, id, computedAt } of await latestIds(store, { projects: [...projects], gate }))
      found.set(placeOf({ live: true, project, gate, id }), { id, computedAt })
  }
  return found
}

function toLine(row: VerdictRow): string {
  return JSON.stringify({
    id: row.id,
    project: row.project,
    gate: row.gate,
    at: storeTime(row.at),
    as_of: storeTime(row.asOf),
    computed_at: storeTime(row.computedAt),
    recommendation: row.recommendation,
    score: row.score,
    live: row.live,
    supersedes: row.supersedes ?? '',
    policy_id: row.policyId ?? '',
    policy_version: row.policyVersion ?? 0,
    policy_digest: row.policyDigest ?? '',
    content: row.content,
    program: row.program,
  })
}
