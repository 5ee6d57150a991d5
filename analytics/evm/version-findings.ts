import type { Fact, FactOf } from '../../schemas/facts/index.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import { newer } from '../facts/state.ts'
import { groupBy } from '../group-by.ts'
import { createClosing, type Closing } from './closing.ts'
import { exactSum } from './exact-sum.ts'
import { finding, type Finding } from './findings.ts'
import { isSameContent } from './same-content.ts'

type VersionedKind = 'plan.baselined' | 'progress.reported' | 'cost.booked'

/** One version of a fact as it was received, whether it still holds or a newer one has replaced it. */
export type FactVersion = FactOf<VersionedKind>

/** A sender's clock may run ahead so far: seconds of an ordinary network and its clocks. */
const SKEW_MILLISECONDS = 60_000

/** Fields that say where a fact came from or why, not what it says. */
const IGNORED = ['provenance', 'reason']

/** A version that changed what held, and the version that held until then. */
interface Change<V extends FactVersion> {
  readonly version: V
  readonly replaced: V | null
}

/** Of the versions about one thing, in order of receipt, those that changed what was known of it. */
function changes<V extends FactVersion>(versions: readonly V[]): readonly Change<V>[] {
  const found: Change<V>[] = []
  let held: V | null = null
  const received = [...versions].sort((a, b) => a.receivedAt - b.receivedAt || newer(a, b))
  for (const version of received) {
    if (held !== null && newer(version, held) < 0) continue
    if (held === null || !isSameContent(version.data, held.data, IGNORED)) {
      found.push({ version, replaced: held })
    }
    held = version
  }
  return found
}

const changesByKey = <V extends FactVersion>(versions: readonly V[]): readonly Change<V>[] =>
  [...groupBy(versions, ({ key }) => key).values()].flatMap(changes)

const iso = (instant: number): string => new Date(instant).toISOString()

const latest = (versions: readonly FactVersion[]): string =>
  iso(versions.reduce((newest, { receivedAt }) => Math.max(newest, receivedAt), -Infinity))

/** One RETRO_CHANGE for all that was changed of one package in closed periods. */
function retroFinding(
  workPackage: string,
  altered: readonly { readonly date: CivilDate; readonly version: FactVersion }[],
): Finding {
  const versions = altered.map(({ version }) => version)
  const date = altered.map((one) => one.date).sort()[0] ?? ''
  const from = versions[0]?.kind ?? ''
  return finding(
    'RETRO_CHANGE',
    { from, facts: altered.length, date, receivedAt: latest(versions) },
    workPackage,
  )
}

function retroReports(versions: readonly FactOf<'progress.reported'>[], closing: Closing): Finding[] {
  const altered = changesByKey(versions).flatMap(({ version }) => {
    const { workPackage, asOf: date } = version.data
    return closing.wasClosed(version, workPackage, date) ? [{ workPackage, date, version }] : []
  })
  return [...groupBy(altered, (one) => one.workPackage)].map(([id, group]) => retroFinding(id, group))
}

/** A booking that moved is about both dates, the old and the new one. */
function retroBookings(versions: readonly FactOf<'cost.booked'>[], closing: Closing): Finding[] {
  const altered = changesByKey(versions).flatMap(({ version, replaced }) => {
    const about = [version, ...(replaced === null ? [] : [replaced])].map(({ data }) => data)
    const closed = about.find(({ workPackage, date }) => closing.wasClosed(version, workPackage, date))
    return closed === undefined ? [] : [{ workPackage: closed.workPackage, date: closed.date, version }]
  })
  return [...groupBy(altered, (one) => one.workPackage)].map(([id, group]) => retroFinding(id, group))
}

/** A re-baseline that takes effect in a period which the reports had closed before it was known. */
function retroBaselines(versions: readonly FactOf<'plan.baselined'>[], closing: Closing): Finding[] {
  const first = versions.reduce((least, { data }) => Math.min(least, data.revision), Infinity)
  return [...groupBy(versions, ({ data }) => data.revision)].flatMap(([revision, sent]) => {
    const [known] = changes(sent)
    if (known === undefined || revision === first) return []
    const { version } = known
    if (!closing.wasClosed(version, null, version.data.validFrom)) return []
    const detail = {
      from: version.kind,
      revision,
      date: version.data.validFrom,
      receivedAt: iso(version.receivedAt),
    }
    return [finding('RETRO_CHANGE', detail)]
  })
}

function rewritten(versions: readonly FactOf<'plan.baselined'>[]): Finding[] {
  const said = versions.filter(({ data }) => data.retracted !== true)
  return [...groupBy(said, ({ data }) => data.revision)].flatMap(([revision, sent]) => {
    const contents = changes(sent).map(({ version }) => version)
    const [first, last] = [contents[0], contents.at(-1)]
    if (first === undefined || last === undefined || contents.length < 2) return []
    const budget = ({ data }: FactOf<'plan.baselined'>) => exactSum(data.workPackages.map((w) => w.budget))
    const detail = {
      revision,
      versions: contents.length,
      budgetBefore: budget(first),
      budgetAfter: budget(last),
    }
    return [finding('BASELINE_REWRITTEN', { ...detail, receivedAt: latest(contents) })]
  })
}

function skewed(versions: readonly FactVersion[]): Finding[] {
  const ahead = versions.filter(({ occurredAt, receivedAt }) => occurredAt - receivedAt > SKEW_MILLISECONDS)
  return [...groupBy(ahead, ({ kind }) => kind)].map(([kind, group]) => {
    const most = group.reduce((max, fact) => Math.max(max, fact.occurredAt - fact.receivedAt), 0)
    const detail = { from: kind, facts: group.length, seconds: most / 1000, receivedAt: latest(group) }
    return finding('CLOCK_SKEW', detail)
  })
}

/** Of everything that was known, the versions of plan, progress and cost that had happened by a moment. */
export function versionsAt(log: readonly Fact[], at: number): readonly FactVersion[] {
  const isVersion = (fact: Fact): fact is FactVersion =>
    fact.kind === 'plan.baselined' || fact.kind === 'progress.reported' || fact.kind === 'cost.booked'
  return log.filter(isVersion).filter((fact) => fact.occurredAt <= at)
}

const isKind =
  <K extends VersionedKind>(kind: K) =>
  (fact: FactVersion): fact is FactVersion & FactOf<K> =>
    fact.kind === kind

/**
 * What the versions of facts give away, that the newest ones alone do not show:
 *
 * - RETRO_CHANGE: a period was altered after it was closed, that is after a report about a later date of the same
 *   package had been known for some days (see `createClosing`). One finding per package and kind of fact.
 * - BASELINE_REWRITTEN: one revision was sent with another content, its reason aside.
 * - CLOCK_SKEW: a fact happened more than a minute after it was received.
 *
 * Only the clock of receipt counts, since the sender cannot set it. Sending the same again changes nothing.
 *
 * @param versions every version known, in any order; those about dates after the status date do not count
 */
export function versionFindings(versions: readonly FactVersion[], statusDate: CivilDate): readonly Finding[] {
  const reports = versions.filter(isKind('progress.reported')).filter(({ data }) => data.asOf <= statusDate)
  const bookings = versions.filter(isKind('cost.booked')).filter(({ data }) => data.date <= statusDate)
  const baselines = versions
    .filter(isKind('plan.baselined'))
    .filter(({ data }) => data.validFrom <= statusDate)
  const closing = createClosing(reports)
  return [
    ...retroReports(reports, closing),
    ...retroBookings(bookings, closing),
    ...retroBaselines(baselines, closing),
    ...rewritten(baselines),
    ...skewed([...reports, ...bookings, ...baselines]),
  ]
}
