import type { PlanBaselined, WorkPackage } from '../../schemas/facts/plan.ts'
import type { ProjectDeclared } from '../../schemas/facts/project.ts'

const DAY = 86_400_000
export const civil = (instant: number): string => new Date(instant).toISOString().slice(0, 10)

/** How large the project is. */
export interface EvmScale {
  readonly packages: number
  readonly bookings: number
  readonly weeks: number
  /** The first Monday of the plan. */
  readonly start: number
}

const METHODS = ['percent-complete', 'units', '50-50', '0-100', 'percent-complete'] as const

interface Span {
  readonly work: WorkPackage
  readonly from: number
  readonly to: number
}

/** Packages that start one after another over the whole span and take four to sixteen weeks. */
function plannedWork({ packages, weeks, start }: EvmScale): readonly Span[] {
  return Array.from({ length: packages }, (_, n) => {
    const length = 4 + (n % 13)
    const from = start + Math.floor((n * (weeks - length)) / packages) * 7 * DAY
    const to = from + length * 7 * DAY - 3 * DAY
    const work: WorkPackage = {
      id: `wp-${n}`,
      phase: 'build',
      component: `c-${n % 40}`,
      plannedStart: civil(from),
      plannedFinish: civil(to),
      budget: 40 + (n % 200),
      method: METHODS[n % METHODS.length] ?? 'units',
      unitsPlanned: 100,
    }
    return { work, from, to }
  })
}

export interface EvmEvents {
  readonly events: readonly Record<string, unknown>[]
  readonly counts: Readonly<Record<'packages' | 'reports' | 'bookings', number>>
}

/**
 * One project: a plan, a status of every package in each week from its start to its finish, which comes a fifth later
 * than planned, and the bookings spread evenly over the packages and their weeks.
 */
export function evmEvents(project: string, scale: EvmScale): EvmEvents {
  let serial = 0
  const event = (kind: string, at: number, data: object) => {
    serial += 1
    return {
      specversion: '1.0',
      type: `dev.kanmon.${kind}.v1`,
      source: 'urn:bench:evm',
      id: `e-${serial}`,
      subject: project,
      time: new Date(at).toISOString(),
      data,
    }
  }
  const works = plannedWork(scale)
  const finish = civil(scale.start + scale.weeks * 7 * DAY)
  const declared: Omit<ProjectDeclared, 'timeZone'> = {
    name: 'Bench',
    organization: 'Bench',
    division: 'Bench',
    class: 'new',
    profile: 'standard',
    residentService: false,
    personalData: false,
    costUnit: 'hours',
    release: { id: 'r1', plannedShipDate: finish },
    phases: [{ id: 'build', kind: 'coding', plannedStart: civil(scale.start), plannedFinish: finish }],
  }
  const plan: PlanBaselined = {
    revision: 1,
    validFrom: civil(scale.start),
    reason: 'bench',
    workPackages: works.map(({ work }) => work),
  }
  const reports = works.flatMap(({ work: { id }, from, to }) => {
    const weeks = Math.ceil(((to - from) / (7 * DAY)) * 1.2)
    return Array.from({ length: weeks }, (_, week) => {
      const at = from + (week * 7 + 4) * DAY
      const share = (week + 1) / weeks
      const data = { workPackage: id, asOf: civil(at), percentComplete: share * 100, unitsDone: share * 100 }
      const done = { finishedOn: civil(at), objective: true }
      return event('progress.reported', at, { ...data, startedOn: civil(from), ...(share === 1 && done) })
    })
  })
  const bookings = Array.from({ length: scale.bookings }, (_, n) => {
    const span = works[n % works.length]
    const at = (span?.from ?? 0) + ((n * 7919) % 60) * DAY
    return event('cost.booked', at, {
      booking: `b-${n}`,
      workPackage: span?.work.id,
      date: civil(at),
      amount: 1 + (n % 8),
    })
  })
  return {
    events: [
      event('project.declared', scale.start, declared),
      event('plan.baselined', scale.start, plan),
      ...reports,
      ...bookings,
    ],
    counts: { packages: works.length, reports: reports.length, bookings: bookings.length },
  }
}
