import { readFile } from 'node:fs/promises'
import { AnalyzeError } from '../analyze/analyze-error.ts'
import { analyzeReliability, type AnalyzedReliability } from '../analyze/reliability.ts'
import type { Terminal } from '../terminal.ts'

export interface AnalyzeReliabilityOptions {
  readonly json?: boolean
  readonly observedUntil?: string
  readonly axis?: string
}

const shown = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(5))))

function print(analysis: AnalyzedReliability, terminal: Terminal): void {
  const { data, trend, models, selected, notAssessable } = analysis
  terminal.out(`events ${data.events}\tobserved until ${data.observedUntil}\taxis ${data.axis}`)
  terminal.out(`Laplace ${shown(trend.laplace)}`)
  terminal.out(['model', 'status', 'omega', 'omega 95 %', 'residual', 'logLikelihood', 'aic'].join('\t'))
  for (const { model, status, parameters, omegaInterval95, residual, logLikelihood, aic } of models) {
    const interval = omegaInterval95 === null ? '–' : omegaInterval95.map(shown).join(' to ')
    const omega = shown(parameters?.['omega'] ?? null)
    terminal.out(
      [model, status, omega, interval, shown(residual), shown(logLikelihood), shown(aic)].join('\t'),
    )
  }
  if (selected !== null) {
    const [least, most] = selected.envelope.residual
    terminal.out(`selected ${selected.model} (${selected.reasons.join(', ')})`)
    terminal.out(
      `residual ${shown(selected.residual.value)}; by all models ${shown(least)} to ${shown(most)}`,
    )
  }
  if (notAssessable.length > 0) terminal.out(`not assessable: ${notAssessable.join(', ')}`)
}

function endOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined
  const end = Number(written)
  if (written.trim() === '' || !Number.isFinite(end) || end <= 0) {
    throw new AnalyzeError(`--observed-until must be a number above 0, got ${JSON.stringify(written)}`)
  }
  return end
}

function axisOf(written: string | undefined): 'days' | 'cases' | undefined {
  if (written === undefined || written === 'days' || written === 'cases') return written
  throw new AnalyzeError(`--axis must be days or cases, got ${JSON.stringify(written)}`)
}

/** `kanmon analyze reliability FILE`: reliability growth of a CSV file, without a server. */
export async function analyzeReliabilityFile(
  file: string,
  options: AnalyzeReliabilityOptions,
  terminal: Terminal,
): Promise<void> {
  const observedUntil = endOf(options.observedUntil)
  const axis = axisOf(options.axis)
  const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')
  const analysis = analyzeReliability(text, {
    ...(observedUntil !== undefined && { observedUntil }),
    ...(axis !== undefined && { axis }),
  })
  if (options.json === true) terminal.out(JSON.stringify(analysis, null, 2))
  else print(analysis, terminal)
}
