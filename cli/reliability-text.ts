import type { AnalyzedReliability } from './analyze/reliability.ts'
import type { Terminal } from './terminal.ts'
import { NOTHING, shownNumber, textTable } from './text-table.ts'

type Selected = NonNullable<AnalyzedReliability['selected']>
type Writer = Pick<Terminal, 'translate' | 'width'>

const COLUMNS = ['model', 'status', 'omega', 'interval', 'residual', 'logLikelihood', 'aic'] as const

/** `20.6 to 338`, or `20.6 to no limit`. */
function range([lower, upper]: readonly [number | null, number | null], { translate }: Writer): string {
  const end = upper === null ? translate('reliability.unbounded') : shownNumber(upper)
  return translate('reliability.range', { lower: shownNumber(lower), upper: end })
}

function modelTable(models: AnalyzedReliability['models'], writer: Writer): string {
  const { translate } = writer
  const rows = models.map(({ model, status, parameters, omegaInterval95, residual, logLikelihood, aic }) => [
    model,
    translate(`reliability.status.${status}`),
    shownNumber(parameters?.['omega'] ?? null),
    omegaInterval95 === null ? NOTHING : range(omegaInterval95, writer),
    ...[residual, logLikelihood, aic].map((value) => shownNumber(value)),
  ])
  return textTable(
    COLUMNS.map((name) => translate(`reliability.${name}`)),
    rows,
    writer,
  )
}

interface WithEnds {
  readonly value: number | null
  readonly lower: number | null
  readonly upper: number | null
}

function selectedLines(selected: Selected, writer: Writer): string[] {
  const { translate } = writer
  const { outlook, bootstrap, envelope, residual } = selected
  const reasons = selected.reasons.map((reason) => translate(`reliability.reason.${reason}`)).join('; ')
  const measured = ({ value, lower, upper }: WithEnds) => ({
    value: shownNumber(value),
    interval: translate('reliability.interval95', { range: range([lower, upper], writer) }),
  })
  const [least, most] = envelope.residual.map((value) => shownNumber(value)) as [string, string]
  const lines = [
    translate('reliability.selected', { model: selected.model, reasons }),
    translate('reliability.left', { ...measured(residual), least, most }),
  ]
  const { mission, mtbf, timeToReliability, timeToResidual } = outlook
  if (outlook.reliability !== null) {
    const values = { mission: shownNumber(mission), ...measured(outlook.reliability) }
    lines.push(translate('reliability.mission', values))
  }
  if (mtbf.instantaneous !== null) lines.push(translate('reliability.mtbf', measured(mtbf.instantaneous)))
  if (timeToResidual !== null) {
    const values = { target: shownNumber(timeToResidual.target), ...measured(timeToResidual) }
    lines.push(translate('reliability.timeToResidual', values))
  }
  const reached = { target: shownNumber(timeToReliability.target), ...measured(timeToReliability) }
  lines.push(translate('reliability.timeToReliability', reached))
  if (bootstrap !== undefined) {
    const { replicates, seed, withoutEstimate, omega } = bootstrap
    const ends = { omega: range(omega, writer), residual: range(bootstrap.residual, writer) }
    lines.push(
      translate('reliability.bootstrap', { replicates, seed: String(seed), withoutEstimate, ...ends }),
    )
  }
  return lines
}

/** The answer of `kanmon analyze reliability` for people. */
export function reliabilityText(analysis: AnalyzedReliability, writer: Writer): readonly string[] {
  const { translate } = writer
  const { data, trend, models, selected, notAssessable } = analysis
  const { events, axis } = data
  return [
    translate('reliability.data', { events, observedUntil: shownNumber(data.observedUntil, 10), axis }),
    translate('reliability.trend', { value: shownNumber(trend.laplace) }),
    modelTable(models, writer),
    ...(selected === null ? [] : selectedLines(selected, writer)),
    ...(notAssessable.length === 0
      ? [translate('reliability.assessable')]
      : notAssessable.map((code) =>
          translate('reliability.notAssessable', { code, why: translate(`why.${code}`) }),
        )),
  ]
}
