import type { PlanBaselined } from '../../schemas/facts/plan.ts'
import type { CivilDate } from '../calendar/civil-date.ts'

/**
 * The baseline that is valid on a date: of those whose `validFrom` has come the one with the highest revision,
 * or null before the first. Retracted baselines do not count.
 *
 * @example
 * baselineOn([first, second], '2026-11-22')?.revision // 2
 */
export function baselineOn(baselines: readonly PlanBaselined[], date: CivilDate): PlanBaselined | null {
  let valid: PlanBaselined | null = null
  for (const baseline of baselines) {
    if (baseline.retracted === true || baseline.validFrom > date) continue
    if (valid === null || baseline.revision > valid.revision) valid = baseline
  }
  return valid
}

/**
 * The baselines that were valid one after another up to a date, oldest first. One that took effect only after a
 * higher revision was never valid and is left out.
 */
export function baselineHistory(
  baselines: readonly PlanBaselined[],
  date: CivilDate,
): readonly PlanBaselined[] {
  const starts = [...new Set(baselines.map((baseline) => baseline.validFrom))].filter((from) => from <= date)
  const history: PlanBaselined[] = []
  for (const from of starts.sort()) {
    const valid = baselineOn(baselines, from)
    if (valid !== null && valid !== history.at(-1)) history.push(valid)
  }
  return history
}

/** The baseline to measure against on a date: the revision asked for whatever its validity, or the valid one. */
export function selectBaseline(
  from: { readonly baselines: readonly PlanBaselined[]; readonly revision?: number },
  date: CivilDate,
): PlanBaselined | null {
  if (from.revision === undefined) return baselineOn(from.baselines, date)
  return from.baselines.find((b) => b.revision === from.revision && b.retracted !== true) ?? null
}
