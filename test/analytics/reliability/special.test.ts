import { gammaln } from 'simple-statistics'
import { expect, test } from 'vitest'
import { kolmogorovSurvival } from '../../../analytics/reliability/kolmogorov.ts'
import { chiSquaredSurvival, gammaTails } from '../../../analytics/reliability/special/incomplete-gamma.ts'
import { logOneMinusExp } from '../../../analytics/reliability/special/log-math.ts'
import { logNormalUpper, scaledErrorComplement } from '../../../analytics/reliability/special/normal.ts'

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1)

// erfc as printed by Python's math.erfc, correctly rounded in the last place.
test.each([
  [0.1, 0.8875370839817152],
  [0.46, 0.5153446099983203],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047265],
  [3.9, 3.479224859723177e-8],
  [5, 1.5374597944280351e-12],
  [10, 2.088487583762545e-45],
  [20, 5.3958656116079005e-176],
])('erfcx(%f) to 1e-14', (x, erfc) => {
  expect(relative(scaledErrorComplement(x) * Math.exp(-x * x), erfc)).toBeLessThan(5e-15)
})

// Abramowitz & Stegun, tables 26.1 and 26.2 (ln Q(x)); far tail by its asymptotic series.
test('the upper tail of the normal distribution, near and far', () => {
  expect(Math.exp(logNormalUpper(1))).toBeCloseTo(0.158655253931457, 14)
  expect(Math.exp(logNormalUpper(-2))).toBeCloseTo(0.977249868051821, 14)
  expect(relative(logNormalUpper(10), -53.23128515051247)).toBeLessThan(1e-13)
  expect(logNormalUpper(100) + 5000).toBeCloseTo(-Math.log(100) - 0.5 * Math.log(2 * Math.PI) - 1e-4, 7)
})

// P and Q for whole shapes have closed forms: P(1, x) = 1 - e^-x, Q(n, x) = e^-x sum x^k / k!, computed with 60 digits.
test.each([
  [2, 0.5, -2.405681391360371, -0.09453489189183562],
  [5, 0.01, -27.821675013441002, -8.264185641809913e-13],
  [5, 15, -0.0008570083375362157, -7.0624913842329065],
  [20, 3, -23.210444234617718, -8.314423588537347e-11],
  [20, 40, -0.00017631844092134275, -8.643307032288446],
])('both tails of the incomplete gamma function of shape %f at %f', (a, x, lower, upper) => {
  const tails = gammaTails(a)(x)
  expect(relative(tails.logLower, lower)).toBeLessThan(1e-13)
  expect(relative(tails.logUpper, upper)).toBeLessThan(1e-13)
})

test('incomplete gamma of shape 1 and 1/2 are the exponential and the error function', () => {
  for (const x of [1e-8, 0.3, 1, 1.6, 4, 30, 600]) {
    expect(relative(gammaTails(1)(x).logUpper, -x)).toBeLessThan(1e-8)
    expect(relative(gammaTails(1)(x).logLower, logOneMinusExp(x))).toBeLessThan(1e-12)
    const erfc = Math.log(scaledErrorComplement(Math.sqrt(x))) - x
    expect(Math.abs(gammaTails(0.5)(x).logUpper - erfc)).toBeLessThan(1e-12 * Math.max(1, x))
  }
})

// Abramowitz & Stegun, table 26.8.
test.each([
  [3.841458820694124, 1, 0.05],
  [18.307038053275146, 10, 0.05],
  [124.3421134046, 100, 0.05],
])('chi-squared %f with %f degrees of freedom', (value, degrees, probability) => {
  expect(chiSquaredSurvival(value, degrees)).toBeCloseTo(probability, 9)
})

// simple-statistics 7.12.1: the log-likelihood needs 1e-8 relative; math.lgamma of Python.
test.each([
  [0.1, 2.2527126517342055],
  [0.5, 0.5723649429247004],
  [2.5, 0.2846828704729196],
  [50, 144.5657439463449],
  [1e5, 1051287.7089736566],
])('gammaln(%f) of simple-statistics', (x, value) => {
  expect(relative(gammaln(x), value)).toBeLessThan(1e-13)
})

// Stephens (1974), case 0: the 5 % point of the modified statistic is 1.358.
test('Kolmogorov-Smirnov, 5 % point', () => {
  const n = 100
  expect(kolmogorovSurvival(1.358 / (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)), n)).toBeCloseTo(0.05, 3)
  expect(kolmogorovSurvival(0.001, 50)).toBe(1)
})
