import { createLiveUpdates, type LiveUpdates } from '../../dashboard/live/live-updates.ts'
import type { ApiPorts } from '../app-types.ts'
import { byTimer } from './schedule.ts'

/** Verdicts change by time alone too; so often pages are told to look again, in milliseconds. */
const BY_TIME_ALONE = 300_000

/** What tells the pages that facts have arrived, in whichever process, or that some time has passed. */
export function liveUpdates({ readWatermarks, now, logger }: ApiPorts): LiveUpdates {
  return createLiveUpdates({
    readMark: async () => {
      const watermarks = await readWatermarks()
      let newest = 0
      for (const received of watermarks.values()) newest = Math.max(newest, received)
      return `${watermarks.size} ${newest} ${Math.floor(now() / BY_TIME_ALONE)}`
    },
    schedule: byTimer,
    onError: (error) => logger.warn({ event: 'live.failed', error }),
  })
}
