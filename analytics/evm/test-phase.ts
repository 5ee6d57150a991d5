import type { TestsReported } from '../../schemas/facts/plan.ts'
import type { Phase } from '../../schemas/facts/project.ts'
import { toEpochDay, type CivilDate } from '../calendar/civil-date.ts'
import type { WorkCalendar } from '../calendar/work-calendar.ts'
import { scheduleMeasures } from './earned-schedule.ts'
import { exactSum } from './exact-sum.ts'
import { measured, measureOf, type Measure, type Measured } from './measure.ts'
import { costPerformance, schedulePerformance, scheduleVariance } from './performance.ts'
import { plannedProfile } from './planned-profile.ts'
import { plannedValueCurve, plannedValueOn, type PlannedWork } from './planned-value.ts'
import { isEarned } from './quantities.ts'
import { testCounts, type TestCounts } from './test-counts.ts'
import type { WorkPackageStatus } from './work-package-status.ts'

type TestPhaseValue =
  | 'plannedValue'
  | 'earnedValue'
  | 'budgetAtCompletion'
  | 'actualCost'
  | 'scheduleVariance'
  | 'schedulePerformanceIndex'
  | 'costPerformanceIndex'
  | 'earnedSchedule'
  | 'schedulePerformanceIndexTime'

/** Earned value of one test phase, from its test cases. */
export interface TestPhaseStatus {
  readonly phase: string
  readonly kind: Phase['kind']
  /** `effort`: cases weigh what the phase's units packages budget for them; `cases`: every case weighs one. */
  readonly weighting: 'effort' | 'cases'
  /** The unit of PV, EV and BAC: `cases`, or the project's unit of cost. AC is always in the latter. */
  readonly unit: string
  readonly counts: TestCounts | null
  /** Where AC comes from: hours of test execution, or what was booked on the phase's packages. */
  readonly costFrom: 'testHours' | 'bookings'
  readonly values: Measured<TestPhaseValue>
}

export interface TestPhaseInput {
  readonly phases: readonly Phase[]
  readonly tests: readonly TestsReported[]
  /** The packages at the status date. */
  readonly workPackages: readonly WorkPackageStatus[]
  readonly costUnit: string
  readonly calendar: WorkCalendar
  readonly statusDate: CivilDate
}

const TEST_KINDS: readonly Phase['kind'][] = ['unit-test', 'integration-test', 'system-test', 'acceptance']

/** What is planned, and what is earned of it by so many passed cases, in one unit. */
interface Weighed {
  readonly works: readonly PlannedWork[]
  readonly earnedBy: (counts: TestCounts | null) => number
}

const shareOf = (cases: { readonly passed: number; readonly planned: number } | null | undefined): number =>
  cases == null || cases.planned === 0 ? 0 : Math.min(1, cases.passed / cases.planned)

/** Every case weighs one, spread evenly over the working days of the phase. */
function byCases(phase: Phase, planned: number, calendar: WorkCalendar): Weighed {
  const profile = plannedProfile({ ...phase, method: 'units' }, calendar)
  return { works: [{ budget: planned, profile }], earnedBy: (counts) => planned * shareOf(counts) }
}

/** Cases weigh what the packages budget for them: by component where both sides tell it, else all alike. */
function byEffort(packages: readonly WorkPackageStatus[], calendar: WorkCalendar): Weighed {
  const components = new Set(packages.map((row) => row.component))
  const works = packages.map((row) => ({
    budget: row.quantities.budgetAtCompletion,
    profile: plannedProfile(row, calendar),
  }))
  const earnedBy = (counts: TestCounts | null) => {
    const lines = counts?.byComponent
    const isByComponent =
      lines !== undefined &&
      lines.size > 0 &&
      !components.has(null) &&
      [...lines.keys()].every((component) => components.has(component))
    return exactSum(
      packages.map((row) => {
        const cases = isByComponent ? lines.get(row.component ?? '') : counts
        return row.quantities.budgetAtCompletion * shareOf(cases)
      }),
    )
  }
  return { works, earnedBy }
}

/** Since when all of the phase is earned without a break, or null: AT stands still from then on. */
function completedOn(
  phase: Phase,
  input: TestPhaseInput,
  isComplete: (counts: TestCounts | null) => boolean,
): CivilDate | null {
  const dates = input.tests.filter((report) => report.phase === phase.id).map((report) => report.asOf)
  const past = [...new Set(dates)].filter((date) => date <= input.statusDate).sort()
  const open = past.findLastIndex((date) => !isComplete(testCounts(input.tests, phase.id, date)))
  return past[open + 1] ?? null
}

function bookedOn(packages: readonly WorkPackageStatus[]): Measure {
  const costs = packages.map((row) => row.quantities.actualCost).filter((cost) => cost !== null)
  return costs.length < packages.length ? 'UNIT_MIX' : exactSum(costs)
}

function testPhaseStatus(phase: Phase, input: TestPhaseInput): TestPhaseStatus {
  const { calendar, costUnit, statusDate } = input
  const counts = testCounts(input.tests, phase.id, statusDate)
  const own = input.workPackages.filter((row) => row.phase === phase.id)
  const weighing = own.filter((row) => row.method === 'units' && row.quantities.budgetAtCompletion > 0)
  const weighting = weighing.length > 0 ? 'effort' : 'cases'
  const { works, earnedBy } =
    weighting === 'effort' ? byEffort(weighing, calendar) : byCases(phase, counts?.planned ?? 0, calendar)
  const hours = costUnit === 'hours' ? (counts?.testHours ?? null) : null
  const cost = hours ?? bookedOn(weighting === 'effort' ? weighing : own)

  const today = toEpochDay(statusDate)
  const curve = plannedValueCurve(works, calendar)
  const quantities = {
    plannedValue: plannedValueOn(curve, today),
    earnedValue: earnedBy(counts),
    budgetAtCompletion: exactSum(works.map((work) => work.budget)),
    actualCost: typeof cost === 'string' ? null : cost,
  }
  const firstDay = (curve[0]?.day ?? today) + 1
  const finished = completedOn(phase, input, (known) =>
    isEarned({ ...quantities, earnedValue: earnedBy(known) }),
  )
  const costPerformanceIndex = weighting === 'effort' ? costPerformance(quantities) : 'UNIT_MIX'
  const schedule = scheduleMeasures({
    curve,
    earnedValue: quantities.earnedValue,
    elapsed: calendar.workingDaysIn(firstDay, today),
    completedAt: finished === null ? null : calendar.workingDaysIn(firstDay, toEpochDay(finished)),
    costPerformanceIndex,
  })
  const unplanned = quantities.budgetAtCompletion === 0 ? 'NO_PLANNED_VALUE' : null
  const unknown = counts === null ? 'NO_TESTS' : unplanned
  const planUnknown = weighting === 'cases' ? unknown : null
  return {
    phase: phase.id,
    kind: phase.kind,
    weighting,
    unit: weighting === 'effort' ? costUnit : 'cases',
    counts,
    costFrom: hours === null ? 'bookings' : 'testHours',
    values: measured<TestPhaseValue>({
      plannedValue: planUnknown ?? quantities.plannedValue,
      earnedValue: unknown ?? quantities.earnedValue,
      budgetAtCompletion: planUnknown ?? quantities.budgetAtCompletion,
      actualCost: cost,
      scheduleVariance: unknown ?? scheduleVariance(quantities),
      schedulePerformanceIndex: unknown ?? schedulePerformance(quantities),
      costPerformanceIndex: unknown ?? costPerformanceIndex,
      earnedSchedule: unknown ?? measureOf(schedule, 'earnedSchedule'),
      schedulePerformanceIndexTime: unknown ?? measureOf(schedule, 'schedulePerformanceIndexTime'),
    }),
  }
}

/**
 * Earned value of the test phases, from cumulative test cases (テスト工程のEVM).
 *
 * ```
 * PV = planned cases, spread evenly over the working days of the phase
 * EV = cases executed and passed; blocked and failed ones have earned nothing
 * AC = hours of test execution where the unit of cost is hours and they are reported, else what was booked
 * ```
 * When the phase has packages measured in units, their budgets weigh the cases and their dates plan them: PV, EV
 * and BAC are then in the unit of cost, and CPI = EV / AC. Otherwise every case weighs one, and cases over hours
 * are no index: CPI is UNIT_MIX. Times are working days since the first planned day.
 *
 * Progress on plan with a flat bug curve is not good by itself: read it beside the reliability growth.
 */
export function testPhaseStatuses(input: TestPhaseInput): readonly TestPhaseStatus[] {
  return input.phases
    .filter((phase) => TEST_KINDS.includes(phase.kind))
    .map((phase) => testPhaseStatus(phase, input))
}
