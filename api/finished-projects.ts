import { endOfCivilDate } from '../analytics/calendar/local-date.ts'
import { stateAt } from '../analytics/facts/state.ts'
import { projectView, type ResolveHolidays } from '../analytics/indicators/build-view.ts'
import { densitySamples, type DensitySample } from '../analytics/zones/history.ts'
import type { Fact } from '../schemas/facts/index.ts'
import type { Assessor, KnownProject } from './assessor/assessor.ts'
import type { Moment } from './assessor/moment.ts'
import type { PolicyBook } from './policies/history.ts'
import { recentlyUsed } from './recently-used.ts'
import { percentCapOf } from './policies/percent-cap.ts'

export interface FinishedPorts {
  readonly assessor: Pick<Assessor, 'known'>
  /** Every project that may have been shipped at some moment. */
  readonly listShipped: () => Promise<readonly string[]>
  readonly readWatermarks: () => Promise<ReadonlyMap<string, number>>
  readonly policies: PolicyBook
  readonly holidays: ResolveHolidays
  readonly now: () => number
  readonly settledUntil: () => number
  /** How many projects' samples are kept, each at the moments that were asked for. */
  readonly capacity: number
}

export interface MomentQuery {
  readonly at?: Moment | undefined
  readonly asOf?: Moment | undefined
}

/** What the organisation's finished projects did: the source of its own baselines. */
export interface FinishedProjects {
  /** The densities of every project that was shipped by the moment, as known then. */
  samples(query: MomentQuery): Promise<readonly DensitySample[]>
}

interface Kept {
  readonly samples: readonly DensitySample[]
  /** Everything received up to here was taken into account. */
  readonly seenUntil: number
  /** The first instant at which time alone could change the samples. */
  readonly validUntil: number
}

/** How many projects' facts are read at once. */
const AT_ONCE = 20

/** When a fact of the log that lies in the future of the status date begins to count. */
function nextChange(log: readonly Fact[], at: number, statusDate: string, zone: string): number {
  const later = log.filter(({ occurredAt }) => occurredAt > at).map(({ occurredAt }) => occurredAt)
  const isDatedLater = log.some(({ data }) => 'asOf' in data && data.asOf > statusDate)
  return later.reduce(
    (next, instant) => Math.min(next, instant),
    isDatedLater ? endOfCivilDate(statusDate, zone) : Infinity,
  )
}

/**
 * Reads the facts of a finished project once and keeps its densities, which are few, until a newer fact about it has
 * arrived or time alone can have changed them. Without this every request for a baseline reads the facts of all
 * finished projects.
 */
export function createFinishedProjects(ports: FinishedPorts): FinishedProjects {
  const kept = recentlyUsed<string, Kept>(ports.capacity)

  function sampled(known: KnownProject, seenUntil: number, now: number): Kept {
    const { declared, project, log, at, zone } = known
    if (declared?.status !== 'shipped') return { samples: [], seenUntil, validUntil: Infinity }
    const cap = percentCapOf(ports.policies, declared, known)
    const view = projectView(stateAt(project, log, at), declared, ports.holidays, cap)
    // A moment that is over stays what it was; the present goes on.
    const validUntil = at < now ? Infinity : nextChange(log, at, view.statusDate, zone)
    return { samples: densitySamples(view), seenUntil, validUntil }
  }

  async function samplesOf(project: string, query: MomentQuery, newest: number): Promise<Kept['samples']> {
    const { at, asOf } = query
    const key = JSON.stringify([project, at ?? null, asOf ?? null])
    const now = ports.now()
    const before = kept.get(key)
    if (before !== undefined && newest <= before.seenUntil && now < before.validUntil) return before.samples
    const seenUntil = ports.settledUntil()
    const known = await ports.assessor.known({ project, at: at ?? asOf ?? null, asOf: asOf ?? null })
    if (known === null) return []
    const entry = sampled(known, seenUntil, now)
    kept.set(key, entry)
    return entry.samples
  }

  return {
    async samples(query) {
      const watermarks = await ports.readWatermarks()
      const shipped = await ports.listShipped()
      const found: DensitySample[] = []
      for (let first = 0; first < shipped.length; first += AT_ONCE) {
        const some = shipped.slice(first, first + AT_ONCE)
        const samples = await Promise.all(
          some.map((project) => samplesOf(project, query, watermarks.get(project) ?? Infinity)),
        )
        found.push(...samples.flat())
      }
      return found
    },
  }
}
