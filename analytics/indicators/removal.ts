import { isUpstream } from './phase-kinds.ts'
import { wilsonInterval } from '../statistics/intervals.ts'
import { closedAt, type Defect, fromDefects, originatedDefects, uniqueDefects } from './found-defects.ts'
import type { FactHistory } from './history.ts'
import { type Measurement, notMeasurable, ratio } from './measurement.ts'
import { reviewFindings } from './reviews.ts'
import type { Slice } from './slice.ts'

const DAY = 86_400_000

/** Days after the release in which a defect counts as missed by the project (Jones). */
export const REMOVAL_WINDOW_DAYS = 90

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
    const originated = originatedDefects(slice)
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

/** When a defect was closed and reopened for the first time, in milliseconds, by the versions of its reports. */
interface Reopening {
  readonly closedAt: number
  readonly reopenedAt: number | null
}

/** A report that says `reopened` proves that the defect was closed before, even if nobody reported that. */
function reopenings(history: FactHistory): ReadonlyMap<string, Reopening> {
  const known = new Map<string, Reopening>()
  for (const { key, data, occurredAt } of history.of('defect.reported')) {
    const before = known.get(key)
    if (data.status === 'closed') {
      if (before === undefined) known.set(key, { closedAt: occurredAt, reopenedAt: null })
    } else if (data.status === 'reopened' || before !== undefined) {
      if (before?.reopenedAt == null)
        known.set(key, { closedAt: before?.closedAt ?? occurredAt, reopenedAt: occurredAt })
    }
  }
  return known
}

/**
 * Reopen rate = defects reopened after they were closed / defects ever closed, in percent, by cause where asked.
 * Needs the history of facts.
 *
 * @param until only what was reported before this instant, in milliseconds
 */
export function reopenRate(slice: Slice, until = Infinity): Measurement {
  return fromDefects(slice, (found, rest) => {
    const { history } = slice.view
    if (history === null) return notMeasurable('NO_HISTORY', rest.facts, rest)
    const known = history.derived(reopenings)
    const closed = found.flatMap(({ key }) => known.get(key) ?? []).filter(({ closedAt }) => closedAt < until)
    if (closed.length === 0) return notMeasurable('NONE_CLOSED', rest.facts, rest)
    const reopened = closed.filter(({ reopenedAt }) => reopenedAt !== null && reopenedAt < until)
    return share(reopened.length, closed.length, rest)
  })
}
