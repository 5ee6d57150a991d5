import type { PlanBaselined, WorkPackage } from '../../schemas/facts/plan.ts'
import type { EpochDay } from '../calendar/civil-date.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'
import { exactSum } from './exact-sum.ts'
import { plannedProfile, type PlannedProfile } from './planned-profile.ts'
import { plannedValueCurve, type DailyPoint } from './planned-value.ts'

/** A package of a plan together with the one that it is measured by. */
export interface PlannedPackage {
  readonly workPackage: WorkPackage
  /** The package whose progress counts: itself, or the end of a chain of apportionment. */
  readonly root: WorkPackage
  /** Level of effort itself, or apportioned to it: earns what is planned, has no schedule of its own. */
  readonly levelOfEffort: boolean
  readonly profile: PlannedProfile
}

/** One baseline made ready for measuring: its packages by id, its PV curves, its budgets. */
export interface PlanModel {
  readonly baseline: PlanBaselined
  readonly calendar: WorkCalendar
  /** In the order of their ids. */
  readonly packages: readonly PlannedPackage[]
  readonly byId: ReadonlyMap<string, PlannedPackage>
  /** Cumulative PV of discrete work; its time is the time of earned schedule. */
  readonly discreteCurve: readonly DailyPoint[]
  readonly levelOfEffortCurve: readonly DailyPoint[]
  readonly budgetAtCompletion: number
  readonly discreteBudget: number
  /** The first planned day of discrete work, at whose start AT = 0; null without discrete work. */
  readonly firstDay: EpochDay | null
}

function rootOf(workPackage: WorkPackage, byId: ReadonlyMap<string, WorkPackage>): WorkPackage {
  const seen = new Set<string>()
  let current: WorkPackage | undefined = workPackage
  while (current?.method === 'apportioned' && !seen.has(current.id)) {
    seen.add(current.id)
    current = byId.get(current.apportionedTo ?? '')
  }
  if (current !== undefined && current.method !== 'apportioned') return current
  throw new RangeError(`createPlanModel: ${workPackage.id} is apportioned to no measured package`)
}

/**
 * Makes a baseline ready for measuring: O(packages + days).
 *
 * @throws {RangeError} when an apportioned package leads to no measured one
 */
export function createPlanModel(baseline: PlanBaselined, calendar: WorkCalendar): PlanModel {
  const workPackages = new Map(baseline.workPackages.map((workPackage) => [workPackage.id, workPackage]))
  const packages = [...workPackages.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((workPackage): PlannedPackage => {
      const root = rootOf(workPackage, workPackages)
      const profile = plannedProfile(root, calendar)
      return { workPackage, root, levelOfEffort: root.method === 'loe', profile }
    })
  const works = (levelOfEffort: boolean) =>
    packages
      .filter((planned) => planned.levelOfEffort === levelOfEffort)
      .map(({ workPackage, profile }) => ({ budget: workPackage.budget, profile }))
  const discrete = works(false)
  const discreteCurve = plannedValueCurve(discrete, calendar)
  const origin = discreteCurve[0]
  return {
    baseline,
    calendar,
    packages,
    byId: new Map(packages.map((planned) => [planned.workPackage.id, planned])),
    discreteCurve,
    levelOfEffortCurve: plannedValueCurve(works(true), calendar),
    budgetAtCompletion: exactSum(packages.map(({ workPackage }) => workPackage.budget)),
    discreteBudget: exactSum(discrete.map((work) => work.budget)),
    firstDay: origin === undefined ? null : origin.day + 1,
  }
}
