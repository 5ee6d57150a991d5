import type { Change, ConditionResult, VerdictContent } from '../../schemas/verdict.ts'

function changesOfCondition(before: ConditionResult | undefined, after: ConditionResult): Change[] {
  const { id: condition, title, state, actual, unit } = after
  if (before === undefined) return [{ code: 'CONDITION_ADDED', condition, parameters: { title, to: state } }]
  const changes: Change[] = []
  if (before.state !== state) {
    changes.push({ code: 'CONDITION_STATE', condition, parameters: { title, from: before.state, to: state } })
  }
  if (before.actual !== actual) {
    changes.push({
      code: 'CONDITION_VALUE',
      condition,
      parameters: { title, unit, from: before.actual, to: actual },
    })
  }
  return changes
}

const named = (content: VerdictContent) =>
  content.policy === null ? null : `${content.policy.id} v${content.policy.version}`

/**
 * What changed from one verdict to a later one on the same project and gate: the recommendation first, then the
 * score, the policy, the conditions in the later one's order, holds, facts and the status date.
 */
export function difference(before: VerdictContent, after: VerdictContent): Change[] {
  const changes: Change[] = []
  const changed = (code: Change['code'], from: string | number | null, to: string | number | null): void => {
    if (from !== to) changes.push({ code, condition: null, parameters: { from, to } })
  }
  changed('RECOMMENDATION', before.recommendation, after.recommendation)
  changed('SCORE', before.score, after.score)
  if (before.policy?.digest !== after.policy?.digest) {
    changes.push({ code: 'POLICY', condition: null, parameters: { from: named(before), to: named(after) } })
  }

  const earlier = new Map(before.conditions.map((result) => [result.id, result]))
  for (const result of after.conditions) changes.push(...changesOfCondition(earlier.get(result.id), result))
  const later = new Set(after.conditions.map((result) => result.id))
  for (const { id, title } of before.conditions) {
    if (!later.has(id)) changes.push({ code: 'CONDITION_REMOVED', condition: id, parameters: { title } })
  }

  const held = new Set(before.holds.map(({ hold }) => hold))
  const holds = new Set(after.holds.map(({ hold }) => hold))
  for (const { hold, office, reason } of after.holds) {
    if (!held.has(hold))
      changes.push({ code: 'HOLD_PLACED', condition: null, parameters: { hold, office, reason } })
  }
  for (const { hold, office } of before.holds) {
    if (!holds.has(hold)) changes.push({ code: 'HOLD_LIFTED', condition: null, parameters: { hold, office } })
  }

  const stood = new Map((before.waivers ?? []).map(({ waiver, state }) => [waiver, state]))
  for (const { waiver, condition, state } of after.waivers ?? []) {
    const from = stood.get(waiver) ?? null
    if (from !== state)
      changes.push({
        code: 'WAIVER',
        condition,
        parameters: { waiver, waived: condition ?? '', from, to: state },
      })
  }

  for (const [kind, count] of Object.entries(after.factCounts)) {
    const more = count - (before.factCounts[kind] ?? 0)
    if (more > 0) changes.push({ code: 'FACTS', condition: null, parameters: { kind, count: more } })
  }
  changed('STATUS_DATE', before.statusDate, after.statusDate)
  return changes
}
