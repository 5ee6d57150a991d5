import type { ExportConfig } from '../../schemas/config-exports.ts'
import { putObject, readObjects } from '../../store/exports/bucket.ts'
import type { Store } from '../../store/store.ts'
import type { ApiPorts } from '../app-types.ts'
import { bucketTarget } from '../exports/scheduled/bucket-target.ts'
import { directoryTarget } from '../exports/scheduled/directory-target.ts'
import { exportCalendar } from '../exports/scheduled/due-weeks.ts'
import { exportWeek } from '../exports/scheduled/export-week.ts'
import type { ExportTarget } from '../exports/scheduled/target.ts'
import {
  createWeeklySchedule,
  noWeeklySchedule,
  type WeeklySchedule,
} from '../exports/scheduled/weekly-schedule.ts'
import type { Schedule } from './schedule.ts'

type Ports = Pick<
  ApiPorts,
  | 'assessor'
  | 'policies'
  | 'now'
  | 'newId'
  | 'settledUntil'
  | 'readWatermarks'
  | 'weeklyParquet'
  | 'translators'
  | 'logger'
>

function targetOf({ target }: ExportConfig, store: Store, { newId, now }: Ports): ExportTarget {
  if (target.kind === 'directory') return directoryTarget({ directory: target.path, newId, now })
  return bucketTarget({
    put: (path, content) => putObject(store, target, { path, id: newId() }, content),
    read: (pattern) => readObjects(store, target, pattern),
  })
}

/** @throws {Error} when the expression of KANMON_EXPORT_CRON is none */
function calendarOf({ cron, timeZone }: ExportConfig) {
  try {
    return exportCalendar(cron, timeZone)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`configuration: KANMON_EXPORT_CRON: ${why}`, { cause })
  }
}

/**
 * The scheduled exports that are configured. Another process may still be storing facts that it has stamped `unsettled`
 * milliseconds ago; an export waits for them, so that it is the same whoever writes it.
 *
 * @throws {Error} when the configuration is wrong
 */
export function weeklySchedule(
  config: ExportConfig | null,
  store: Store,
  ports: Ports,
  { schedule, unsettled }: { readonly schedule: Schedule; readonly unsettled: number },
): WeeklySchedule {
  if (config === null) return noWeeklySchedule
  const calendar = calendarOf(config)
  const target = targetOf(config, store, ports)
  return createWeeklySchedule({
    calendar,
    target,
    exportWeek: (due, checkpoint) =>
      exportWeek(
        {
          ...ports,
          target,
          timeZone: config.timeZone,
          formats: config.formats,
          weeks: config.weeks,
          parquet: ports.weeklyParquet,
          translate: ports.translators[config.language],
          // Whoever opens the file of a schedule may do it in Excel.
          byteOrderMark: true,
          checkpoint,
        },
        due,
      ),
    settledUntil: () => ports.settledUntil() - unsettled,
    now: ports.now,
    schedule,
    logger: ports.logger,
  })
}
