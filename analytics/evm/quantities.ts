/** PV, EV and BAC of one body of work, cumulative from the start, in the unit of cost. */
export interface WorkQuantities {
  /** PV, formerly BCWS: budgeted cost of the work scheduled by the status date. */
  readonly plannedValue: number
  /** EV, formerly BCWP: budgeted cost of the work done by the status date. */
  readonly earnedValue: number
  /** BAC: total budget of the baseline. 0 means that there is nothing to measure against. */
  readonly budgetAtCompletion: number
}

/** What every index is computed from, at one status date. */
export interface BaseQuantities extends WorkQuantities {
  /** AC, formerly ACWP: cost incurred by the status date; `null` when it was booked in mixed units. */
  readonly actualCost: number | null
  /**
   * The part that is not level of effort. Schedule is judged by it alone, because level of effort earns what
   * was planned and would hide a delay. Left out: all work is discrete.
   */
  readonly discrete?: WorkQuantities
}

/** Sums of products are equal to a budget within this relative difference. */
const TOLERANCE = 1e-9

/** EV = BAC, up to rounding, or above. */
export function isEarned(work: WorkQuantities): boolean {
  return work.budgetAtCompletion > 0 && work.earnedValue >= work.budgetAtCompletion * (1 - TOLERANCE)
}

/** EV > BAC: more was earned than there is (DECM 22I102a). */
export function isEarnedAboveBudget(work: WorkQuantities): boolean {
  return work.earnedValue > work.budgetAtCompletion * (1 + TOLERANCE)
}

/** The work that schedule is judged by. */
export function discreteOf(quantities: BaseQuantities): WorkQuantities {
  return quantities.discrete ?? quantities
}

/**
 * Refuses what is no quantity of earned value.
 *
 * @throws {RangeError} when a value is not finite, or PV, EV or BAC is negative
 */
export function assertQuantities(caller: string, quantities: BaseQuantities): void {
  for (const work of [quantities, discreteOf(quantities)]) {
    for (const name of ['plannedValue', 'earnedValue', 'budgetAtCompletion'] as const) {
      if (Number.isFinite(work[name]) && work[name] >= 0) continue
      throw new RangeError(`${caller}: ${name} must be a finite number of at least 0, got ${work[name]}`)
    }
  }
  if (quantities.actualCost !== null && !Number.isFinite(quantities.actualCost)) {
    throw new RangeError(`${caller}: actualCost must be finite, got ${quantities.actualCost}`)
  }
}
