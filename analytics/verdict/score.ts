import type { ConditionResult } from '../../schemas/verdict.ts'

/**
 * Score 0-100: the weighted share of credit over the conditions that apply, rounded to two decimals. It
 * ranks and shows the way; it never decides. Nothing to weigh gives 0.
 */
export function scoreOf(conditions: readonly ConditionResult[]): number {
  const applying = conditions.filter((result) => result.state !== 'NOT_APPLICABLE')
  const weight = applying.reduce((sum, result) => sum + result.weight, 0)
  if (weight === 0) return 0
  const earned = applying.reduce((sum, result) => sum + result.weight * result.credit, 0)
  return Math.round((earned / weight) * 10_000) / 100
}
