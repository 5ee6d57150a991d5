import { createHash } from 'node:crypto'
import { fromEpochDay, toEpochDay } from '../../../analytics/calendar/civil-date.ts'
import { isoWeekDays } from '../../../analytics/calendar/iso-week.ts'
import type { WeeklyFormat } from '../../../schemas/answers-weekly.ts'
import type { ApiPorts } from '../../app-types.ts'
import { asBytes, type FormatPorts, MOST_WORKBOOK_ROWS, weeklyForms } from '../formats.ts'
import { weeksBetween } from '../weeks.ts'
import { type RowPorts, weeklyRows } from '../weekly-rows.ts'
import type { DueWeek } from './due-weeks.ts'
import type { Manifest } from './manifest.ts'
import { type Spool, spoolRows } from './spool.ts'
import type { ExportTarget, WeekPlace } from './target.ts'

export interface WeekExportPorts extends RowPorts, FormatPorts {
  readonly target: ExportTarget
  readonly readWatermarks: ApiPorts['readWatermarks']
  readonly timeZone: string
  readonly formats: readonly WeeklyFormat[]
  /** How many weeks an export reaches back, its own among them. */
  readonly weeks: number
  /** Throws when the export is to be given up. */
  readonly checkpoint: () => void
}

const GATE = 'release'

/** The content as it passes, and afterwards its length and digest. */
function counted(content: AsyncIterable<Uint8Array>, checkpoint: () => void) {
  const hash = createHash('sha256')
  let bytes = 0
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const piece of content) {
      checkpoint()
      hash.update(piece)
      bytes += piece.length
      yield piece
    }
  }
  return { content: pass(), result: () => ({ bytes, sha256: hash.digest('hex') }) }
}

async function* withCheckpoint<T>(items: AsyncIterable<T>, checkpoint: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    checkpoint()
    yield item
  }
}

async function writeFiles(ports: WeekExportPorts, week: string, spool: Spool, place: WeekPlace) {
  const files: Manifest['files'] = []
  const omitted: Manifest['omitted'] = []
  for (const format of ports.formats) {
    if (format === 'xlsx' && spool.rows > MOST_WORKBOOK_ROWS) {
      omitted.push({ format, reason: 'TOO_MANY_ROWS' })
      continue
    }
    // Without rows some forms have no bytes, and an object without bytes is none.
    if (format === 'ndjson' && spool.rows === 0) continue
    const name = `kanmon-weekly-${week}.${format}`
    const { content, result } = counted(
      asBytes(weeklyForms[format].write(spool.read(), ports)),
      ports.checkpoint,
    )
    await place.put(name, content)
    files.push({ name, format, ...result() })
  }
  return { files, omitted }
}

/**
 * Exports a week and those before it, as everything had happened and was known when it was due: however late it is made,
 * and by whichever process, it has the same rows. False when another process was first.
 */
export async function exportWeek(ports: WeekExportPorts, { week, dueAt }: DueWeek): Promise<Manifest | null> {
  const { monday, sunday } = isoWeekDays(week)
  const weeks = weeksBetween(fromEpochDay(toEpochDay(monday) - 7 * (ports.weeks - 1)), sunday)
  const ids = [...(await ports.readWatermarks()).keys()].filter((id) => !id.includes(':')).sort()
  const moment = { instant: dueAt }
  const rows = weeklyRows(ports, { projects: ids, weeks, gate: GATE, at: moment, asOf: moment })
  const spool = await spoolRows(withCheckpoint(rows, ports.checkpoint))
  try {
    const place = await ports.target.open(week)
    try {
      const written = await writeFiles(ports, week, spool, place)
      const manifest: Manifest = {
        kind: 'kanmon.weekly-export',
        version: 1,
        week,
        firstWeek: weeks[0] ?? week,
        timeZone: ports.timeZone,
        gate: GATE,
        asOf: new Date(dueAt).toISOString(),
        projects: spool.projects,
        rows: spool.rows,
        ...written,
      }
      const isOurs = await place.finish(`${JSON.stringify(manifest, null, 2)}\n`)
      return isOurs ? manifest : null
    } finally {
      await place.abandon()
    }
  } finally {
    await spool.remove()
  }
}
