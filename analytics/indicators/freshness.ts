import type { FactOf } from '../../schemas/facts/index.ts'
import { endOfCivilDate } from '../calendar/local-date.ts'
import { partitionPoint } from '../calendar/partition-point.ts'
import { effectiveDate } from '../facts/effective-date.ts'
import { compareText, type ProjectState } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import { type Measurement, notMeasurable } from './measurement.ts'
import type { ProjectView } from './project-view.ts'
import { type Slice, type Sliced, sliced } from './slice.ts'

const DAY = 86_400_000

type Commits = FactOf<'commits.counted'>
/** A fact that speaks of the code as it was at one moment. */
type OfCode = FactOf<
  'tests.reported' | 'testrun.finished' | 'coverage.measured' | 'size.measured' | 'scan.completed'
>
/** What was told of the code, by phase and component, the last told first. */
export type Told = (state: ProjectState) => Sliced<OfCode>

const phaseOf = ({ data }: OfCode) => ('phase' in data ? data.phase : undefined)
const componentOf = ({ data }: OfCode) => ('component' in data ? data.component : undefined)

const lastToldFirst = (facts: readonly OfCode[]): Sliced<OfCode> =>
  sliced(
    [...facts].sort((a, b) => b.occurredAt - a.occurredAt),
    phaseOf,
    componentOf,
  )

/** Reports and runs in which something was executed. */
export const testsTold: Told = (state) =>
  lastToldFirst([
    ...state.of('tests.reported').filter(({ data }) => data.executed > 0),
    ...state.of('testrun.finished').filter(({ data }) => data.total > (data.skipped ?? 0)),
  ])

/** Successful scans that are about the project itself; those of a division are of no commit. */
export const scansTold: Told = (state) =>
  lastToldFirst(
    state.of('scan.completed').filter(({ data, project }) => data.succeeded && project === state.project),
  )

export const coverageTold: Told = (state) => lastToldFirst(state.of('coverage.measured'))
export const sizesTold: Told = (state) => lastToldFirst(state.of('size.measured'))

/** The moment whose code a fact speaks of: not after it was told, nor after the end of the day that it names. */
function momentOf({ data, occurredAt }: OfCode, zone: string): number {
  const said = 'asOf' in data ? endOfCivilDate(data.asOf, zone) : Date.parse(data.finishedAt)
  return Math.min(said, occurredAt)
}

/** The newest moment that facts speak of, of some phases or all; -Infinity without any. */
function newestMoment(facts: readonly OfCode[] | undefined, phases: Slice['phases'], zone: string): number {
  let newest = -Infinity
  for (const fact of facts ?? []) {
    // None that was told before can speak of a later moment.
    if (fact.occurredAt <= newest) break
    const phase = phaseOf(fact)
    if (phases === null || (phase !== undefined && phases.includes(phase)))
      newest = Math.max(newest, momentOf(fact, zone))
  }
  return newest
}

const commitSeries = (state: ProjectState): ReadonlyMap<string | undefined, readonly Commits[]> =>
  groupBy(
    [...state.of('commits.counted')].sort((a, b) => compareText(a.data.asOf, b.data.asOf)),
    ({ data }) => data.component,
  )

/**
 * The newest counts up to the status date: of the component, or of every component, or of the whole where no component
 * is told apart. What nobody ever committed to is left out.
 */
function newestCommits({ state, statusDate }: ProjectView, component: string | null): readonly Commits[] {
  const series = state.derived(commitSeries)
  const named = [...series.keys()].filter((name) => name !== undefined)
  const asked = component !== null ? [component] : named.length > 0 ? named : [undefined]
  return asked.flatMap((name) => {
    const counts = series.get(name) ?? []
    const newest = counts[partitionPoint(counts, ({ data }) => data.asOf <= statusDate) - 1]
    return newest?.data.lastCommit === undefined ? [] : [newest]
  })
}

/** The days by which something lies behind its last commit, 0 when it came after it; null = never measured. */
interface Behind {
  readonly counted: Commits
  readonly days: number | null
}

/** How far what was told lies behind the last commit of each component of a slice. What names no component is of every one. */
export function behind({ view, phases, component }: Slice, told: Told): readonly Behind[] {
  const { all, byComponent } = view.state.derived(told)
  const ofNone = newestMoment(byComponent.get(undefined), phases, view.zone)
  return newestCommits(view, component).map((counted) => {
    const { component: own, lastCommit } = counted.data
    const newest = newestMoment(own === undefined ? all : byComponent.get(own), phases, view.zone)
    const moment = Math.max(ofNone, newest)
    const late = Date.parse(lastCommit?.committedAt ?? '') - moment
    return { counted, days: moment === -Infinity ? null : Math.max(0, late / DAY) }
  })
}

const COMMITS = 'kind=commits.counted'

/**
 * Days by which the newest of what was measured precedes the last commit, 0 when it came after it: what was measured
 * before does not speak of what is shipped. Of several components the one that lies furthest behind. Never measured is
 * not measurable. As old as the oldest count of commits behind it: since then there may be commits that nobody counted.
 */
function daysBehind(
  slice: Slice,
  told: Told,
  absent: 'NO_TESTS' | 'NO_PROJECT_SCANS',
  missing: string,
): Measurement {
  const found = behind(slice, told)
  const dates = found.map(({ counted }) => effectiveDate(counted, slice.view.zone))
  const lastDate = dates.sort(compareText)[0]
  if (lastDate === undefined) return notMeasurable('NO_COMMITS', COMMITS)
  if (found.some(({ days }) => days === null)) return notMeasurable(absent, missing, { lastDate })
  return {
    actual: found.reduce((most, { days }) => Math.max(most, days ?? 0), 0),
    why: null,
    numerator: null,
    denominator: null,
    sampleSize: found.length,
    lastDate,
    facts: COMMITS,
  }
}

/** Days by which the newest test of the slice precedes the last commit. A run that names no phase is of no phase. */
export const testsBehind = (slice: Slice): Measurement =>
  daysBehind(slice, testsTold, 'NO_TESTS', 'kind=tests.reported')

/** Days by which the newest successful scan of the project precedes its last commit. */
export const scansBehind = (slice: Slice): Measurement =>
  daysBehind(slice, scansTold, 'NO_PROJECT_SCANS', 'kind=scan.completed')
