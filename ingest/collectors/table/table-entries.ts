import type { CollectWarning } from '../collector.ts'
import { ReportRefused } from '../refused.ts'
import type { Entry } from './cell.ts'
import type { ReadEntry, TableReading } from './read-entries.ts'

/** Entries of a table in order, with those above the headings. */
export type Entries = AsyncIterable<Entry> | Iterable<Entry>

/** What is known of the file that a table stands in. */
export interface TableSource {
  /** When it was last written, in milliseconds since 1970 UTC. */
  readonly modifiedAt: number
  /** Day 0 of dates that are numbers, in milliseconds since 1970 UTC; null where numbers are no dates. */
  readonly serialEpoch?: number | null
}

/** The entries below the headings, once with the reading that the headings prepare. */
export async function readEntries(
  entries: Entries,
  headerRow: number,
  prepare: (headings: Entry | null) => TableReading,
): Promise<{ readonly read: readonly ReadEntry[]; readonly warnings: readonly CollectWarning[] }> {
  let reading = headerRow === 0 ? prepare(null) : null
  const read: ReadEntry[] = []
  let rows = 0
  for await (const entry of entries) {
    rows += 1
    if (reading !== null) {
      const said = reading.read(entry)
      if (said !== null) read.push(said)
    } else if (rows === headerRow) reading = prepare(entry)
  }
  if (reading === null) {
    throw new ReportRefused(
      'MISSING_FIELD',
      `the table ends before row ${headerRow}, where its headings should be`,
    )
  }
  return { read, warnings: reading.warnings() }
}
