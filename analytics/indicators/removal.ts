import { isUpstream } from './phase-kinds.ts'
import { wilsonInterval } from '../statistics/intervals.ts'
import { closedAt, type Defect, fromDefects, defectFilter, uniqueDefects } from './found-defects.ts'
import { type Measurement, notMeasurable, ratio } from './measurement.ts'
import { reviewFindings } from './reviews.ts'
import { isInSlice, type Slice } from './slice.ts'

const DAY = 86_400_000

/** Days after the release in which a defect counts as missed by the project (Jones). */
const REMOVAL_WINDOW_DAYS = 90

type Rest = Pick<Measurement, 'lastDate' | 'facts'>

/** A share in percent with Wilson's interval: the defects are a sample of what the process lets through. */
function share(part: number, whole: number, rest: Rest): Measurement {
  const [lower, upper] = wilsonInterval(part, whole)
  return ratio(part, whole, 100, { ...rest, interval: [100 * lower, 100 * upper] })
}

/** Fix rate 修正率 = closed / found, in percent. A complete count of the backlog: no interval. */
export function fixRate(slice: Slice): Measurement {
  return fromDefects(slice, (found, rest) => {
    if (found.length === 0) return notMeasurable('NO_DEFECTS_FOUND', rest.facts, rest)
    const closed = found.filter((defect) => closedAt(defect) !== null)
    return ratio(closed.length, found.length, 100, rest)
  })
}

/**
 * Defect removal efficiency = found before the release / (before + found within 90 days after), in percent (Jones).
 * Not measurable before the release, nor before the 90 days are over: until then it only falls.
 */
export function removalEfficiency(slice: Slice): Measurement {
  return fromDefects(slice, (found, rest) => {
    const { status, shippedAt } = slice.view.declared
    if (status !== 'shipped' || shippedAt === undefined)
      return notMeasurable('NOT_RELEASED', rest.facts, rest)
    const released = Date.parse(shippedAt)
    const windowEnd = released + REMOVAL_WINDOW_DAYS * DAY
    if (slice.view.state.at < windowEnd) return notMeasurable('RELEASE_TOO_RECENT', rest.facts, rest)
    const isAfter = ({ data }: Defect) => data.escaped === true || Date.parse(data.detectedAt) > released
    const counted = found.filter(({ data }) => Date.parse(data.detectedAt) <= windowEnd)
    const before = counted.filter((defect) => !isAfter(defect)).length
    if (counted.length === 0) return notMeasurable('NO_DEFECTS_FOUND', rest.facts, rest)
    return share(before, counted.length, rest)
  })
}

/**
 * Phase containment = found in the phase of their origin / all that originate there, in percent. The slice's phases
 * are those of origin; defects whose origin nobody stated are left out, their number is not in the sample.
 */
export function phaseContainment(slice: Slice): Measurement {
  return fromDefects(slice, (_, rest) => {
    const reported = slice.view.state.of('defect.reported')
    const isDefect = defectFilter(reported)
    const originated = reported.filter(
      (defect) =>
        isDefect(defect) &&
        defect.data.phaseInjected !== undefined &&
        isInSlice(slice, defect.data.phaseInjected, defect.data.component),
    )
    if (originated.length === 0) return notMeasurable('NO_ORIGIN', rest.facts, rest)
    const contained = originated.filter(({ data }) => data.phaseFound === data.phaseInjected)
    return share(contained.length, originated.length, rest)
  })
}

/**
 * Upstream detection ratio 上流検出比率 = review findings / (review findings + defects found in test), in percent.
 * Test means the phases from unit test on, so that a finding that was also put into the tracker counts once.
 */
export function upstreamRatio(slice: Slice): Measurement {
  return fromDefects(slice, (_, rest) => {
    const upstream = new Set(slice.view.declared.phases.filter(isUpstream).map((phase) => phase.id))
    const found = uniqueDefects(slice).filter(({ data }) => !upstream.has(data.phaseFound)).length
    const reviewed = reviewFindings(slice)
    if (reviewed === null) return notMeasurable('NO_REVIEWS', 'kind=review.held', rest)
    if (reviewed + found === 0) return notMeasurable('NO_DEFECTS_FOUND', rest.facts, rest)
    return share(reviewed, reviewed + found, rest)
  })
}

/** Ids of the defects that were closed at some time, and of those that were reported again as not closed after it. */
function closings(slice: Slice, log: readonly Defect[]) {
  const known = new Set(uniqueDefects(slice).map(({ key }) => key))
  const closed = new Set<string>()
  const reopened = new Set<string>()
  for (const { key, data } of log) {
    if (!known.has(key)) continue
    if (data.status === 'closed') closed.add(key)
    else if (closed.has(key)) reopened.add(key)
  }
  return { closed, reopened }
}

/** Reopen rate = defects reopened after they were closed / defects ever closed, in percent. Needs the history of facts. */
export function reopenRate(slice: Slice): Measurement {
  return fromDefects(slice, (_, rest) => {
    const { history } = slice.view
    if (history === null) return notMeasurable('NO_HISTORY', rest.facts, rest)
    const { closed, reopened } = closings(slice, history.of('defect.reported'))
    if (closed.size === 0) return notMeasurable('NONE_CLOSED', rest.facts, rest)
    return share(reopened.size, closed.size, rest)
  })
}
