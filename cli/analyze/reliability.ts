import { analyzeFailures } from '../../analytics/reliability/analyze.ts'
import { bootstrapOmega, type BootstrapPlan } from '../../analytics/reliability/bootstrap.ts'
import type { Targets } from '../../analytics/reliability/outlook.ts'
import {
  reliabilityReport,
  selectedEstimate,
  type ReliabilityReport,
} from '../../analytics/reliability/report.ts'
import { reliabilityRows, type Axis, type RowOptions } from './reliability-rows.ts'

/** The output of `kanmon analyze reliability`. */
export interface AnalyzedReliability extends ReliabilityReport {
  readonly data: {
    readonly kind: 'time' | 'grouped'
    readonly events: number
    readonly observedUntil: number
    readonly axis: Axis
  }
}

/** What may be asked of a file of failures. */
export interface ReliabilityOptions extends RowOptions {
  readonly targets?: Targets
  readonly bootstrap?: BootstrapPlan
}

/**
 * Reliability growth of a CSV file: trend, eleven models, the selected one with the envelope of the others, and why
 * it cannot be judged by, if so. Formats: see {@link reliabilityRows}.
 *
 * @throws {AnalyzeError} naming line and column of what is wrong with the file
 * @example
 * analyzeReliability('n,interval,time\n1,9,9\n2,12,21\n', { observedUntil: 250 }).notAssessable // ['TOO_FEW_EVENTS', …]
 */
export function analyzeReliability(text: string, options: ReliabilityOptions = {}): AnalyzedReliability {
  const { data, axis } = reliabilityRows(text, options)
  const analysis = analyzeFailures(data)
  const selected = selectedEstimate(analysis)
  const { targets = {}, bootstrap: plan } = options
  const bootstrap =
    plan === undefined || selected === null
      ? undefined
      : bootstrapOmega(data, selected.name, selected.estimate, plan)
  const kind = data.kind === 'time' ? 'time' : 'grouped'
  return {
    data: { kind, events: data.events, observedUntil: data.observedUntil, axis },
    ...reliabilityReport(analysis, { targets, bootstrap }),
  }
}
