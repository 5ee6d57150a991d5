import type { Language } from '../../../schemas/messages/index.ts'
import { type Condition, type GateKind, gateKind } from '../../../schemas/policy.ts'
import type { PolicyAnswer } from '../../../schemas/answers-policy.ts'
import { isWaivable } from '../../../schemas/waivable.ts'
import type { Visit } from '../../visit.ts'
import type { Format } from '../project/format.ts'
import { inWords } from '../project/view.ts'
import { Table } from '../table.tsx'

interface GateProps {
  readonly visit: Visit
  readonly format: Format
  readonly gate: GateKind
  readonly conditions: readonly Condition[]
}

/** The limits of a condition with their unit, in words. */
function limitsOf(visit: Visit, format: Format, { lower, upper, unit }: Condition): string {
  const { t, language } = visit
  const key =
    lower === undefined ? 'limits.atMost' : upper === undefined ? 'limits.atLeast' : 'limits.between'
  const words = (...parts: readonly string[]) => parts.filter((part) => part !== '').join(' ')
  const of = inWords(visit, 'unit', unit)
  // Japanese names the unit with each number, English once after them.
  const [beside, after] = language === 'ja' ? [of, ''] : ['', of]
  const shown = (limit: number | undefined) =>
    limit === undefined ? null : words(format.number(limit), beside)
  return words(t(key, { lower: shown(lower), upper: shown(upper) }), after)
}

/** What to do; where it depends on the side, both. */
const remedyOf = ({ remedy }: Condition, language: Language): string =>
  'below' in remedy ? `↓ ${remedy.below[language]} ↑ ${remedy.above[language]}` : remedy[language]

const scopeOf = (visit: Visit, { phase, component, item }: Condition['scope']) =>
  [phase === undefined ? phase : inWords(visit, 'phaseKind', phase), component, item]
    .filter((part) => part !== undefined)
    .join(', ')

function Row({ visit, format, condition }: Pick<GateProps, 'visit' | 'format'> & { condition: Condition }) {
  const { t, language } = visit
  const { id, indicator, kind, weight, scope, maxAgeDays, minSample, effectiveFrom } = condition
  const notes = [
    ...(maxAgeDays === undefined ? [] : [t('policyPage.maxAge', { days: maxAgeDays })]),
    ...(minSample === undefined ? [] : [t('policyPage.minSample', { sample: minSample })]),
    ...(isWaivable(condition) ? [] : [t('policyPage.notWaivable')]),
  ]
  return (
    <tr>
      <th scope="row">
        {condition.title[language]}
        <div class="muted">
          {id}
          <br />
          {indicator}
        </div>
      </th>
      <td>
        {limitsOf(visit, format, condition)}
        {notes.map((note) => (
          <div class="muted">{note}</div>
        ))}
      </td>
      <td>{scopeOf(visit, scope) || '–'}</td>
      <td>
        {t(`policyPage.kind.${kind}`)}
        {effectiveFrom !== undefined && (
          <div class="muted">{t('policyPage.requiredFrom', { date: effectiveFrom })}</div>
        )}
      </td>
      <td class="number">{format.number(weight)}</td>
      <td class="wide">
        {condition.rationale[language]}
        <div class="muted">{t('policyPage.remedy', { remedy: remedyOf(condition, language) })}</div>
      </td>
    </tr>
  )
}

function Gate({ visit, format, gate, conditions }: GateProps) {
  const { t } = visit
  const name = t(`policyPage.gate.${gate}`)
  if (conditions.length === 0) {
    return (
      <>
        <h2>{name}</h2>
        <p class="empty">{t('policyPage.noConditions')}</p>
      </>
    )
  }
  const columns = [
    t('policyPage.condition'),
    t('policyPage.limits'),
    t('policyPage.scope'),
    t('policyPage.kind'),
    { number: t('policyPage.weight') },
    t('policyPage.why'),
  ]
  return (
    <>
      <h2>{name}</h2>
      <Table label={name} columns={columns}>
        {conditions.map((condition) => (
          <Row visit={visit} format={format} condition={condition} />
        ))}
      </Table>
    </>
  )
}

/** What a policy asks for at each gate, with everything that it inherits. */
export function Gates({ visit, format, policy }: { visit: Visit; format: Format; policy: PolicyAnswer }) {
  return (
    <>
      {gateKind.options.map((gate) => (
        <Gate visit={visit} format={format} gate={gate} conditions={policy.resolved.gates[gate] ?? []} />
      ))}
    </>
  )
}
