import { ReportRefused } from '../refused.ts'
import { type Applied, applyRule } from './apply-rule.ts'
import type { ValueRule } from './mapping.ts'
import type { IssueState } from './tracked-issue.ts'

/** The issue that is read, for messages. */
export interface About {
  readonly id: string
  readonly line: number | null
}

function unmapped(name: string, rule: ValueRule<unknown>, why: string, { id, line }: About): never {
  const of = 'field' in rule ? `${rule.field}${rule.prefix === undefined ? '' : ` ${rule.prefix}…`}` : ''
  throw new ReportRefused('UNMAPPED_VALUE', `${id}: ${name}: ${of} ${why}`, line)
}

/**
 * A value that every defect has, in each state. A state in which nobody had given it yet, or in which it is taken
 * away, has the one given before, or else the first given afterwards: a triage that comes late does not change what
 * the defect was, and a label that is exchanged is not gone in between. `otherwise` is for those that never get one.
 *
 * @throws {ReportRefused} UNMAPPED_VALUE
 */
export function requiredOverTime<T>(
  name: string,
  rule: ValueRule<T>,
  states: readonly IssueState[],
  about: About,
): readonly T[] {
  const applied = states.map(({ fields }) => listedOnly(name, rule, applyRule(rule, fields), about))
  let held = applied.find((one) => one.kind === 'value')
  if (held === undefined && 'otherwise' in rule && rule.otherwise !== undefined) {
    held = { kind: 'value', value: rule.otherwise }
  }
  return applied.map((one) => {
    if (one.kind === 'value') held = one
    return held === undefined
      ? unmapped(name, rule, 'has no value; say what it is otherwise', about)
      : held.value
  })
}

/** A value that a defect may have, in each state. @throws {ReportRefused} UNMAPPED_VALUE */
export function optionalOverTime<T>(
  name: string,
  rule: ValueRule<T> | undefined,
  states: readonly IssueState[],
  about: About,
): readonly (T | undefined)[] {
  return states.map(({ fields }) => {
    if (rule === undefined) return undefined
    const applied = listedOnly(name, rule, applyRule(rule, fields), about)
    if (applied.kind === 'value') return applied.value
    return 'otherwise' in rule ? rule.otherwise : undefined
  })
}

function listedOnly<T>(name: string, rule: ValueRule<T>, applied: Applied<T>, about: About) {
  if (applied.kind !== 'unlisted') return applied
  return unmapped(name, rule, `${JSON.stringify(applied.text)} is not in the mapping`, about)
}
