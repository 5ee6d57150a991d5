import { expect } from 'vitest'
import { z } from 'zod'
import { recordFault } from './fault-line.ts'
import { AMOUNT, type Ledger } from './ledger.ts'

/** Where a ledger is compared: behind kanmon, and what kanmon answers. */
export interface Books {
  /** Rows of any SELECT, past kanmon's own queries. */
  rows<T>(sql: string): Promise<T[]>
  /** The JSON of a GET that must succeed. */
  get(path: string): Promise<unknown>
}

export interface Settlement {
  /** As the table names it. */
  readonly fault: string
  readonly rounds: number
  readonly ledger: Ledger
  readonly books: Books
  /** From the end of the fault until everything was taken again; reported, never asserted. */
  readonly secondsToRecover?: number | null
  /** What else was measured, in words. */
  readonly note?: string
}

const readiness = z.object({ factCounts: z.record(z.string(), z.int()) })
const earnedValue = z.object({ ac: z.number().nullable() })

/**
 * Compares a ledger with the store and with the answers, once all of it has been sent, and puts a line into the
 * table of faults. What was acknowledged is stored, what is stored was sent, and every answer counts each event once.
 */
export async function settle({
  fault,
  rounds,
  ledger,
  books,
  secondsToRecover = null,
  note = '',
}: Settlement): Promise<void> {
  const stored = await books.rows<{ id: string; project: string; kind: string; copies: string }>(
    `SELECT event_id AS id, any(project) AS project, any(kind) AS kind, count() AS copies
    FROM kanmon.facts WHERE source = '${ledger.source}' GROUP BY event_id`,
  )
  const ids = new Set(stored.map(({ id }) => id))
  const lost = [...ledger.acknowledged].filter((id) => !ids.has(id))
  const strangers = [...ids].filter((id) => !ledger.sent.has(id))
  const copies = stored.reduce((sum, row) => sum + Number(row.copies) - 1, 0)
  let duplicates = 0
  for (const project of ledger.projects) {
    const of = (kind: string) => stored.filter((row) => row.project === project && row.kind === kind).length
    duplicates += await countedTwice(books, project, of)
  }
  recordFault(fault, {
    rounds,
    acknowledged: ledger.acknowledged.size,
    stored: ids.size,
    lost: lost.length,
    duplicates,
    copies,
    secondsToRecover,
    note,
  })
  expect({ lost, strangers, duplicates }).toEqual({ lost: [], strangers: [], duplicates: 0 })
}

/** How far the answers about a project are from the distinct events that are stored: the counts, and a sum over them. */
async function countedTwice(
  books: Books,
  project: string,
  stored: (kind: string) => number,
): Promise<number> {
  const { factCounts } = readiness.parse(await books.get(`/v1/projects/${project}/readiness`))
  const { ac } = earnedValue.parse(await books.get(`/v1/projects/${project}/evm`))
  const bookings = stored('cost.booked')
  const byKind = Object.entries(factCounts).map(([kind, count]) => Math.abs(count - stored(kind)))
  const byCost = bookings === 0 ? 0 : Math.abs((ac ?? 0) / AMOUNT - bookings)
  return Math.max(byCost, ...byKind)
}
