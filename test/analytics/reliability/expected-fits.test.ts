import { expect, test } from 'vitest'
import { akaike, bayesian, predictiveRatioRisk } from '../../../analytics/reliability/criteria.ts'
import { convergenceOf, reliabilityFor, residualOf } from '../../../analytics/reliability/derived.ts'
import { fitModel } from '../../../analytics/reliability/fit-model.ts'
import {
  describeWithReference,
  expectedFits,
  modelOfAbbreviation,
  readReference,
  series,
  type ExpectedCase,
} from './reference-data.ts'

const { cases, boundary_cases: boundaryCases } = expectedFits()
const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1)

function fitted({ dataset, model, first_n: first, T }: ExpectedCase) {
  const data = series(dataset, { ...(first !== undefined && { first }), end: T })
  return { data, ...fitModel(modelOfAbbreviation[model]!, data) }
}

function differences(expectedCase: ExpectedCase) {
  const { estimate, status } = fitted(expectedCase)
  const { params, se_observed_information: errors, loglik } = expectedCase.expected
  const worst = (actual: Readonly<Record<string, number>> | null, wanted: Readonly<Record<string, number>>) =>
    Math.max(...Object.entries(wanted).map(([name, value]) => relative(actual?.[name] ?? NaN, value)))
  return {
    status,
    logLikelihood: Math.abs(estimate!.logLikelihood - loglik),
    parameters: worst(estimate!.parameters, params),
    standardErrors: worst(estimate!.standardErrors, errors),
  }
}

describeWithReference('the checked fits', () => {
  test('all of them lie within their tolerances', () => {
    const rows = cases.map((expectedCase) => ({ expectedCase, ...differences(expectedCase) }))
    const lines = rows.map(({ expectedCase: { id, suggested_tolerance: allowed }, ...row }) =>
      [
        id.padEnd(28),
        row.status.padEnd(8),
        `|dLL| ${row.logLikelihood.toExponential(1)} (${allowed.loglik_abs.toExponential(0)})`,
        `parameters ${row.parameters.toExponential(1)} (${allowed.param_rel.toExponential(0)})`,
        `standard errors ${row.standardErrors.toExponential(1)}`,
      ].join('  '),
    )
    process.stdout.write(`${lines.join('\n')}\n`)
    const outside = rows.filter(
      ({ expectedCase: { suggested_tolerance: allowed }, ...row }) =>
        row.status !== 'fitted' ||
        !(row.logLikelihood <= allowed.loglik_abs) ||
        !(row.parameters <= allowed.param_rel) ||
        !(row.standardErrors <= 1e-3),
    )
    expect(outside.map(({ expectedCase }) => expectedCase.id)).toEqual([])
    expect(rows.length).toBeGreaterThanOrEqual(24)
  })

  test.each(cases.map((expectedCase) => [expectedCase.id, expectedCase] as const))(
    'criteria and derived quantities of %s',
    (_, expectedCase) => {
      const { data, estimate } = fitted(expectedCase)
      const { expected, published, suggested_tolerance: allowed, T } = expectedCase
      expect(akaike(estimate!)).toBeCloseTo(expected.aic, 6)
      expect(bayesian(estimate!)).toBeCloseTo(expected.bic_n_events, 6)
      const next = expected['reliability_next_0.05T']
      if (next !== undefined) {
        expect(relative(reliabilityFor(estimate!, 0.05 * T)!.value, next)).toBeLessThan(allowed.param_rel)
      }
      if (expected.residual_omega_minus_N !== undefined) {
        const residual = residualOf(estimate!, null).value
        expect(relative(residual, expected.residual_omega_minus_N)).toBeLessThan(10 * allowed.param_rel)
        const ratio = convergenceOf(estimate!, null).value
        expect(relative(ratio, expected.convergence_ratio_N_over_omega!)).toBeLessThan(allowed.param_rel)
      }
      if (published?.prr !== undefined) {
        expect(predictiveRatioRisk(data, estimate!)).toBeCloseTo(published.prr, 5)
      }
    },
  )

  test.each(
    boundaryCases.flatMap((known) =>
      readReference(known.dataset) === null ? [] : [[known.id, known] as const],
    ),
  )('%s collapses to goel-okumoto', (_, known) => {
    const { status, estimate } = fitModel(modelOfAbbreviation[known.model]!, series(known.dataset))
    expect(status).toBe('boundary')
    expect(estimate!.logLikelihood).toBeCloseTo(known.supremum_loglik, 6)
    expect(estimate!.parameterCount).toBe(2)
    for (const [name, value] of Object.entries(known.limit_params)) {
      expect(relative(estimate!.parameters[name]!, value)).toBeLessThan(1e-6)
    }
  })
})
