/** Why a value could not be measured. Every `null` in the earned value part has one of these. */
export type NotMeasurableReason =
  /** There is no baseline, or its budget is zero. */
  | 'NO_BASELINE'
  /** Every package is level of effort, which has no schedule of its own. */
  | 'NO_DISCRETE_WORK'
  /** PV = 0: nothing was due yet. */
  | 'NO_PLANNED_VALUE'
  /** EV = 0: nothing was earned yet. */
  | 'NO_EARNED_VALUE'
  /** AC <= 0: no cost was booked yet. */
  | 'NO_ACTUAL_COST'
  /** AC >= BAC with work left: no efficiency keeps the budget. */
  | 'BUDGET_NOT_ATTAINABLE'
  /** The estimate is not above what was already spent. */
  | 'ESTIMATE_NOT_ATTAINABLE'
  /** The finish that would have to be met has passed with work left. */
  | 'FINISH_NOT_ATTAINABLE'
  /** EV = BAC: nothing remains to be measured against. */
  | 'COMPLETE'
  /** EV > BAC: a data error, nothing can be forecast from it. */
  | 'EARNED_ABOVE_BUDGET'
  /** AT <= 0: the plan has not begun. */
  | 'NOT_STARTED'
  /** Costs were booked in a unit that is not the project's. */
  | 'UNIT_MIX'
  /** Nobody reported tests of the phase. */
  | 'NO_TESTS'
  /** Nothing was due yet that could have been missed. */
  | 'NOTHING_DUE'
  /** It takes a network of tasks with their logic, which the facts do not hold. */
  | 'NO_NETWORK'
  /** The result is too large for a number or a calendar. */
  | 'OUT_OF_RANGE'

/** A value, or why there is none. Used while computing; results carry `null` and the reason beside it. */
export type Measure = number | NotMeasurableReason

/** Named values, `null` where not measurable, each `null` explained under its name in `notMeasurable`. */
export type Measured<Name extends string> = Readonly<Record<Name, number | null>> & {
  readonly notMeasurable: Readonly<Partial<Record<Name, NotMeasurableReason>>>
}

/** `f` of a measured value; a reason passes through, and no NaN or Infinity comes out. */
export function map(measure: Measure, f: (value: number) => Measure): Measure {
  if (typeof measure === 'string') return measure
  const result = f(measure)
  return typeof result === 'string' || Number.isFinite(result) ? result : 'OUT_OF_RANGE'
}

/** `f` of two measured values; the first reason passes through. */
export function map2(a: Measure, b: Measure, f: (a: number, b: number) => Measure): Measure {
  return map(a, (x) => map(b, (y) => f(x, y)))
}

/** numerator / denominator for a denominator above zero, otherwise the reason given. */
export function ratio(numerator: Measure, denominator: Measure, otherwise: NotMeasurableReason): Measure {
  return map2(numerator, denominator, (n, d) => (d > 0 ? n / d : otherwise))
}

/** Values with `null` for what is not measurable, and the reasons beside them. */
export function measured<Name extends string>(measures: Readonly<Record<Name, Measure>>): Measured<Name> {
  const values: Partial<Record<Name, number | null>> = {}
  const notMeasurable: Partial<Record<Name, NotMeasurableReason>> = {}
  for (const name of Object.keys(measures) as Name[]) {
    const measure: Measure = measures[name]
    // + 0 turns -0, which JSON would lose, into 0.
    values[name] = typeof measure === 'string' ? null : measure + 0
    if (typeof measure === 'string') notMeasurable[name] = measure
  }
  return { ...(values as Record<Name, number | null>), notMeasurable }
}

/** A value of {@link measured} as a measure again: itself, or why it is missing. */
export function measureOf<Name extends string>(values: Measured<Name>, name: Name): Measure {
  return (
    (values as Readonly<Record<Name, number | null>>)[name] ?? values.notMeasurable[name] ?? 'OUT_OF_RANGE'
  )
}
