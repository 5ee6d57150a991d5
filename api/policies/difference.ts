import { type Condition, type GateKind, gateKind, type Policy } from '../../schemas/policy.ts'
import {
  atLeast,
  atMost,
  type Direction,
  fieldChange,
  fieldChanges,
  type FieldChange,
} from './field-changes.ts'

/** One condition that is not the same in two policies. */
export interface ConditionDifference {
  readonly gate: GateKind
  readonly condition: string
  readonly code: 'ADDED' | 'REMOVED' | 'CHANGED'
  readonly kind: Condition['kind']
  readonly lower: number | null
  readonly upper: number | null
  readonly unit: string
  readonly direction: Direction
  readonly fields: readonly FieldChange[]
}

export interface PolicyDifference {
  readonly conditions: readonly ConditionDifference[]
  /** What is not about one condition: caps, days, sources that are required. */
  readonly settings: readonly FieldChange[]
}

/** Tighter when every change that matters is, looser when every one is; otherwise it cannot be told. */
function together(fields: readonly FieldChange[]): Direction {
  const ways = new Set(
    fields.filter((change) => change.mayLoosen || change.direction === 'tighter').map((c) => c.direction),
  )
  const [only] = ways
  return ways.size === 1 && only !== undefined ? only : 'other'
}

function differenceOf(
  gate: GateKind,
  before: Condition | undefined,
  after: Condition | undefined,
): ConditionDifference | null {
  const shown = after ?? before
  if (shown === undefined) return null
  const { id: condition, kind, lower = null, upper = null, unit } = shown
  const head = { gate, condition, kind, lower, upper, unit }
  const matters = kind === 'required'
  if (before === undefined)
    return { ...head, code: 'ADDED', direction: matters ? 'tighter' : 'other', fields: [] }
  if (after === undefined)
    return { ...head, code: 'REMOVED', direction: matters ? 'looser' : 'other', fields: [] }
  const fields = fieldChanges(before, after)
  return fields.length === 0 ? null : { ...head, code: 'CHANGED', direction: together(fields), fields }
}

/** What a gate expects of every project, by name, in days; of what is expected twice the more frequent counts. */
function requiredSources({ requiredSources }: Policy): Map<string, number> {
  const days = new Map<string, number>()
  for (const gate of gateKind.options)
    for (const { kind, phase, everyDays } of requiredSources[gate] ?? []) {
      const name = ['requiredSources', gate, kind, ...(phase === undefined ? [] : [phase])].join('.')
      days.set(name, Math.min(everyDays, days.get(name) ?? Infinity))
    }
  return days
}

function settingChanges(before: Policy, after: Policy): FieldChange[] {
  const [old, now] = [requiredSources(before), requiredSources(after)]
  const sources = [...new Set([...old.keys(), ...now.keys()])]
  return [
    fieldChange('percentCompleteCap', before.percentCompleteCap, after.percentCompleteCap, atMost),
    fieldChange('maxWaiverDays', before.maxWaiverDays, after.maxWaiverDays, atMost),
    fieldChange('lateChangeDays', before.lateChangeDays, after.lateChangeDays, atLeast),
    // For whom a policy may be used; what it asks for says how strict it is.
    fieldChange('residentServices', before.residentServices, after.residentServices),
    ...sources.map((name) => fieldChange(name, old.get(name) ?? null, now.get(name) ?? null, atMost)),
  ].filter(({ from, to }) => from !== to)
}

/** What is different between two policies with their inheritance resolved: gate by gate, in the order of the later one. */
export function policyDifference(before: Policy, after: Policy): PolicyDifference {
  const conditions = gateKind.options.flatMap((gate) => {
    const old = new Map((before.gates[gate] ?? []).map((condition) => [condition.id, condition]))
    const now = new Map((after.gates[gate] ?? []).map((condition) => [condition.id, condition]))
    return [...new Set([...now.keys(), ...old.keys()])]
      .map((id) => differenceOf(gate, old.get(id), now.get(id)))
      .filter((difference) => difference !== null)
  })
  return { conditions, settings: settingChanges(before, after) }
}
