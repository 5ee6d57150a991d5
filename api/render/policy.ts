import type { PolicyDifferenceAnswer } from '../../schemas/answers-policy.ts'
import type { MessageKey } from '../../schemas/messages/index.ts'
import type { Policy } from '../../schemas/policy.ts'
import { type ConditionDifference, policyDifference } from '../policies/difference.ts'
import type { FieldChange } from '../policies/field-changes.ts'
import { referenceOf } from '../policies/lookup.ts'
import { readable, type Translate } from './translate.ts'

const shown = (value: FieldChange['from']): string =>
  value === null ? '–' : typeof value === 'number' ? readable(value) : String(value)

function valuesOf({ field, from, to, direction }: FieldChange, translate: Translate) {
  return { field, from: shown(from), to: shown(to), direction: translate(`policyDiff.${direction}`) }
}

function limitsOf({ lower, upper, unit }: ConditionDifference, translate: Translate): string {
  const key: MessageKey =
    lower === null ? 'limits.atMost' : upper === null ? 'limits.atLeast' : 'limits.between'
  const limits = translate(key, {
    lower: lower === null ? null : readable(lower),
    upper: upper === null ? null : readable(upper),
  })
  const measured: MessageKey = `unit.${unit}` as MessageKey
  return [limits, translate(measured)].filter(Boolean).join(' ')
}

/** What people read is said to be different, and not shown twice in two languages. */
const TEXTS = new Set(['title', 'rationale', 'remedy'])

function fieldMessage(change: FieldChange, translate: Translate): string {
  if (TEXTS.has(change.field)) return translate('policyDiff.text', { field: change.field })
  return translate('policyDiff.field', valuesOf(change, translate))
}

function conditionMessage(difference: ConditionDifference, translate: Translate): string {
  const { gate, condition, code, kind, fields } = difference
  const changes = fields.map((change) => fieldMessage(change, translate)).join('; ')
  const limits = limitsOf(difference, translate)
  return translate(`policyDiff.${code}`, {
    gate,
    condition,
    kind: translate(`policyDiff.${kind}`),
    limits,
    changes,
  })
}

/** What is different between two policies, with a sentence for each difference. */
export function renderPolicyDifference(
  from: Policy,
  to: Policy,
  translate: Translate,
): PolicyDifferenceAnswer {
  const { conditions, settings } = policyDifference(from, to)
  const directions = [...conditions, ...settings].map(({ direction }) => direction)
  const count = (wanted: string) => directions.filter((direction) => direction === wanted).length
  return {
    from: referenceOf(from),
    to: referenceOf(to),
    conditions: conditions.map((difference) => ({
      ...difference,
      fields: [...difference.fields],
      message: conditionMessage(difference, translate),
    })),
    settings: settings.map((change) => ({
      ...change,
      message: translate('policyDiff.setting', valuesOf(change, translate)),
    })),
    counts: { tighter: count('tighter'), looser: count('looser'), other: count('other') },
  }
}
