import type { DataOf } from '../../schemas/facts/index.ts'
import type { State } from './portfolio-fixture.ts'

/** The indicators of the release gate, written again in the shortest way, to check the examples by. */
const DAY = 86_400_000
const last = <T extends { asOf: string }>(facts: readonly T[]): T | undefined =>
  facts.toSorted((a, b) => a.asOf.localeCompare(b.asOf)).at(-1)

/** Days from Monday to Friday up to and including a day; 1970-01-05 was a Monday. */
function weekdaysUntil(date: string): number {
  const day = Date.parse(date) / DAY - 4
  return Math.floor(day / 7) * 5 + Math.min((day % 7) + 1, 5)
}

const workingDays = (from: string, to: string): number =>
  to < from
    ? 0
    : weekdaysUntil(to) - weekdaysUntil(new Date(Date.parse(from) - DAY).toISOString().slice(0, 10))

type Package = DataOf<'plan.baselined'>['workPackages'][number]

const plannedShare = (w: Package, date: string) =>
  Math.min(1, workingDays(w.plannedStart, date) / workingDays(w.plannedStart, w.plannedFinish))

function earnedShare(w: Package, packages: readonly Package[], state: State): number {
  if (w.method === 'apportioned') {
    return earnedShare(
      packages.find(({ id }) => id === w.apportionedTo)!,
      packages,
      state,
    )
  }
  const newest = last(state.of('progress.reported').filter((p) => p.workPackage === w.id))
  if (newest === undefined) return 0
  if (newest.finishedOn !== undefined) return 1
  if (w.method === 'units') return Math.min(1, newest.unitsDone! / w.unitsPlanned!)
  if (w.method === '50-50') return 0.5
  if (w.method === 'percent-complete') return Math.min(80, newest.percentComplete!) / 100
  const accepted = new Set(newest.milestonesAccepted)
  return (w.milestones ?? []).reduce((sum, { id, weight }) => sum + (accepted.has(id) ? weight : 0), 0)
}

export function earnedValue(state: State, date: string) {
  const packages = state.of('plan.baselined')[0]!.workPackages
  const discrete = packages.filter((w) => w.method !== 'loe')
  const planned = (on: string, of = discrete) =>
    of.reduce((sum, w) => sum + w.budget * plannedShare(w, on), 0)
  const bac = discrete.reduce((sum, w) => sum + w.budget, 0)
  const ev = discrete.reduce((sum, w) => sum + w.budget * earnedShare(w, packages, state), 0)
  const loe = planned(
    date,
    packages.filter((w) => w.method === 'loe'),
  )
  const ac = state.of('cost.booked').reduce((sum, booking) => sum + booking.amount, 0)
  const start = discrete.map((w) => w.plannedStart).toSorted()[0]!
  const dateAt = (day: number) => new Date(day * DAY).toISOString().slice(0, 10)
  // Earned schedule in whole days: the first day whose planned value is at least what was earned.
  let [low, high] = [Date.parse(start) / DAY, Date.parse(date) / DAY]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (planned(dateAt(middle)) >= ev - 1e-6) high = middle
    else low = middle + 1
  }
  return {
    spi: ev / planned(date),
    cpi: (ev + loe) / ac,
    spiT: workingDays(start, dateAt(low)) / workingDays(start, date),
    percentComplete: (100 * ev) / bac,
  }
}

export function quality(state: State) {
  const declared = state.of('project.declared')[0]
  const components = new Set(state.of('size.measured').map(({ component }) => component))
  const ksloc = [...components].reduce((sum, id) => {
    const size = last(state.of('size.measured').filter(({ component }) => component === id))!.ksloc!
    const changed = (size.added ?? 0) + (size.modified ?? 0) + (size.deleted ?? 0)
    return sum + (declared?.class === 'enhancement' ? changed : size.total!)
  }, 0)
  const defects = state.of('defect.reported')
  const tests = last(state.of('tests.reported'))
  const open = (severity: string) =>
    defects.filter((d) => d.severity === severity && d.status !== 'closed').length
  const executed = tests?.executed ?? Number.NaN
  return {
    testDensity: executed / ksloc,
    consumption: (100 * executed) / (tests?.planned ?? Number.NaN),
    passRate: (100 * (tests?.passed ?? Number.NaN)) / executed,
    defectDensity: defects.length / ksloc,
    detectionRate: (100 * defects.length) / executed,
    openCritical: open('critical'),
    openMajor: open('major'),
    openMinor: open('minor'),
  }
}
