import type { z } from 'zod'
import type { Readiness, readinessCondition } from '../../../schemas/answers.ts'
import type { ConditionState } from '../../../schemas/verdict.ts'
import type { Visit } from '../../visit.ts'
import { Table } from '../table.tsx'
import { Nothing, Section } from './section.tsx'
import { inWords, type View } from './view.ts'

type Condition = z.infer<typeof readinessCondition>

const SIGNS: Readonly<Record<ConditionState, { readonly sign: string; readonly look: string }>> = {
  PASS: { sign: '✓', look: 'ship' },
  FAIL: { sign: '✕', look: 'hold' },
  NO_DATA: { sign: '∅', look: 'hold' },
  STALE: { sign: '◔', look: 'warn' },
  INCONCLUSIVE: { sign: '≈', look: 'warn' },
  ERROR: { sign: '!', look: 'hold' },
  NOT_APPLICABLE: { sign: '–', look: 'plain' },
}

/** The state of a condition: a sign, the word and a colour, so that none of them is needed. */
export function StateMark({ visit, state }: { visit: Visit; state: ConditionState }) {
  const { sign, look } = SIGNS[state]
  return (
    <span class={`mark ${look}`}>
      <span aria-hidden="true">{sign}</span>
      {visit.t(`project.state.${state}`)}
    </span>
  )
}

function limitsOf({ visit, format }: View, { lower, upper }: Condition): string {
  if (lower === null && upper === null) return '–'
  const key = lower === null ? 'limits.atMost' : upper === null ? 'limits.atLeast' : 'limits.between'
  return visit.t(key, { lower: format.number(lower), upper: format.number(upper) })
}

function Waiver({ view: { visit, format }, condition: { waiver } }: { view: View; condition: Condition }) {
  if (waiver === undefined) return <td class="blank">–</td>
  return (
    <td>
      {inWords(visit, 'project.waiverState', waiver.state)} <code>{waiver.waiver}</code>
      <br />
      <span class="muted">{visit.t('project.until', { until: format.instant(waiver.expiresAt) })}</span>
    </td>
  )
}

/** The figure with its unit, and below it the reason when it says more than the figure. */
function Actual({ view: { visit, format }, condition }: { view: View; condition: Condition }) {
  const unit = inWords(visit, 'unit', condition.unit)
  if (condition.actual === null) return <td>{condition.message}</td>
  return (
    <td class="number">
      {format.number(condition.actual)}
      {unit !== '' && <span class="muted"> {unit}</span>}
      {condition.why !== null && <div class="wrap muted">{condition.message}</div>}
    </td>
  )
}

/** Where rows are stacked, a cell without a figure takes no line. */
const numberIf = (value: unknown) => (value === null || value === undefined ? 'number blank' : 'number')

function Row({ view, condition }: { view: View; condition: Condition }) {
  const { visit, format } = view
  const { t } = visit
  const { interval, sampleSize, dataAgeDays, state, required, requiredFrom } = condition
  const weight = requiredFrom === undefined ? (required ? 'required' : 'advisory') : 'requiredFrom'
  return (
    <tr>
      <td>
        <StateMark visit={visit} state={state} />
      </td>
      <th scope="row">
        {condition.title}
        {state !== 'PASS' && state !== 'NOT_APPLICABLE' && <div class="muted plain">{condition.remedy}</div>}
      </th>
      <Actual view={view} condition={condition} />
      <td class="number">{limitsOf(view, condition)}</td>
      <td class={numberIf(interval)}>
        {interval === undefined ? '–' : interval.map((end) => format.number(end)).join(' – ')}
      </td>
      <td class={numberIf(sampleSize)}>{format.number(sampleSize)}</td>
      <td class={numberIf(dataAgeDays)}>
        {dataAgeDays === null ? '–' : t('project.days', { days: dataAgeDays })}
      </td>
      <td class="number">
        {format.number(condition.weight)}{' '}
        <span class="muted">{t(`project.kind.${weight}`, { date: requiredFrom ?? '' })}</span>
      </td>
      <Waiver view={view} condition={condition} />
      <td>
        <a href={condition.facts} aria-label={t('project.factsOf', { title: condition.title })}>
          {t('project.facts')}
        </a>
      </td>
    </tr>
  )
}

const COLUMNS = [
  ['project.column.state', false],
  ['project.column.condition', false],
  ['project.column.actual', true],
  ['project.column.limits', true],
  ['project.column.interval', true],
  ['project.column.sample', true],
  ['project.column.age', true],
  ['project.column.weight', true],
  ['project.column.waiver', false],
  ['project.column.facts', false],
] as const

/** What still stands in the way comes first. */
const rank = ({ state, required }: Condition) =>
  (state === 'PASS' ? 4 : state === 'NOT_APPLICABLE' ? 6 : 0) + (required ? 0 : 1)

/** Every condition of the gate with what it was judged by. */
export function ConditionsSection({ view, data }: { view: View; data: Readiness }) {
  const { visit } = view
  const conditions = [...data.conditions].sort((a, b) => rank(a) - rank(b))
  return (
    <Section visit={visit} name="conditions">
      {conditions.length === 0 ? (
        <Nothing>{visit.t('project.noConditions')}</Nothing>
      ) : (
        <Table
          label={visit.t('project.section.conditions')}
          columns={COLUMNS.map(([key, isNumber]) => (isNumber ? { number: visit.t(key) } : visit.t(key)))}
        >
          {conditions.map((condition) => (
            <Row view={view} condition={condition} />
          ))}
        </Table>
      )}
    </Section>
  )
}
