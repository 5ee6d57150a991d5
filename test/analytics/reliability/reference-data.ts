import { readFileSync } from 'node:fs'
import { describe } from 'vitest'
import { failureCounts, failureTimes, type FailureData } from '../../../analytics/reliability/failure-data.ts'
import type { ModelName } from '../../../analytics/reliability/models/model.ts'

/** Reliability data beside the repository; it must not be copied into it, so what needs it is skipped without it. */
const folder = new URL('../../../../shared/data/srgm/', import.meta.url)

export function readReference(name: string): string | null {
  try {
    return readFileSync(new URL(name, folder), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

const isThere = readReference('expected.json') !== null

/** A suite on the reference data; its name says so when they are not there and it is skipped. */
export function describeWithReference(name: string, body: () => void): void {
  if (isThere) describe(name, body)
  else describe.skip(`${name} (SKIPPED: no ../shared/data/srgm)`, body)
}

/** One series of the reference data, optionally its first failures, observed to `end`. */
export function series(name: string, options: { first?: number; end?: number } = {}): FailureData {
  const lines = (readReference(name) ?? '').split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const [header = '', ...rows] = lines
  const columns = header.split(',')
  const column = (wanted: string) => rows.map((row) => Number(row.split(',')[columns.indexOf(wanted)]))
  if (!columns.includes('time')) return failureCounts(column('t_end'), column('count'))
  const times = column('time').slice(0, options.first)
  return failureTimes(times, options.end ?? times.at(-1)!)
}

export interface ExpectedCase {
  readonly id: string
  readonly dataset: string
  readonly model: string
  readonly first_n?: number
  readonly T: number
  readonly expected: {
    readonly params: Readonly<Record<string, number>>
    readonly se_observed_information: Readonly<Record<string, number>>
    readonly loglik: number
    readonly aic: number
    readonly bic_n_events: number
    readonly 'reliability_next_0.05T'?: number
    readonly residual_omega_minus_N?: number
    readonly convergence_ratio_N_over_omega?: number
  }
  readonly published?: { readonly prr?: number }
  readonly suggested_tolerance: { readonly loglik_abs: number; readonly param_rel: number }
}

export interface BoundaryCase {
  readonly id: string
  readonly dataset: string
  readonly model: string
  readonly supremum_loglik: number
  readonly limit_params: Readonly<Record<string, number>>
}

/** The checked fits that come with the data. */
export function expectedFits() {
  return JSON.parse(readReference('expected.json') ?? '{"cases":[],"boundary_cases":[]}') as {
    readonly cases: readonly ExpectedCase[]
    readonly boundary_cases: readonly BoundaryCase[]
  }
}

/** Our names of the models as the expectations abbreviate them. */
export const modelOfAbbreviation: Readonly<Record<string, ModelName>> = {
  go: 'goel-okumoto',
  dss: 'delayed-s-shaped',
  iss: 'inflection-s-shaped',
  weibull: 'weibull',
  gamma: 'gamma',
  gompertz_trunc: 'gompertz',
  trunc_normal: 'truncated-normal',
  gumbelmin_trunc: 'truncated-gumbel-min',
  loglogistic: 'log-logistic',
  musa_okumoto: 'musa-okumoto',
  power_law: 'power-law',
}
