import { createReadStream } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { WeeklyRow } from '../../../schemas/answers-weekly.ts'

/** Rows kept on disk, so that they are computed once for all formats and never in memory together. */
export interface Spool {
  readonly rows: number
  readonly projects: number
  read(): AsyncGenerator<WeeklyRow>
  remove(): Promise<void>
}

/** Takes every row there is. */
export async function spoolRows(rows: AsyncIterable<WeeklyRow>): Promise<Spool> {
  const directory = await mkdtemp(join(tmpdir(), 'kanmon-export-'))
  const remove = () => rm(directory, { recursive: true, force: true })
  const file = join(directory, 'rows.ndjson')
  const projects = new Set<string>()
  let count = 0
  try {
    const handle = await open(file, 'wx', 0o600)
    try {
      for await (const row of rows) {
        await handle.writeFile(`${JSON.stringify(row)}\n`)
        projects.add(row.project)
        count += 1
      }
    } finally {
      await handle.close()
    }
  } catch (error) {
    await remove()
    throw error
  }
  return {
    rows: count,
    projects: projects.size,
    read: async function* () {
      for await (const line of createInterface({ input: createReadStream(file) })) {
        // Our own rows, written a moment ago.
        yield JSON.parse(line) as WeeklyRow
      }
    },
    remove,
  }
}
