import { logarithmic, STARTING_RATES, type Model } from './model.ts'
import { addOne, incrementExpansion } from '../derivatives/one-rate.ts'

/**
 * Musa-Okumoto: m(t) = omega ln(1 + b t). Failures never end, so there is no residual and no convergence ratio.
 *
 * @see Musa & Okumoto (1984), A logarithmic Poisson execution time model
 */
export const musaOkumoto: Model = {
  name: 'musa-okumoto',
  finite: false,
  containsGoelOkumoto: false,
  coordinates: [logarithmic([...STARTING_RATES, 300, 3000])],
  shapeAt: ([logRate = 0]) => {
    const rate = Math.exp(logRate)
    return {
      logTotal: Math.log(Math.log1p(rate)),
      logDensity: ({ count, values }) => {
        let total = count * logRate
        for (const time of values) total -= Math.log1p(rate * time)
        return total
      },
      logIncrement: (from, to) => Math.log(Math.log1p((rate * (to - from)) / (1 + rate * from))),
    }
  },
  expand: ([logRate = 0], data) => {
    const rate = Math.exp(logRate)
    const expansion = incrementExpansion(data, (sum, weight, from, to) => {
      const [before, after] = [rate * from, rate * to]
      const rise = (rate * (to - from)) / (1 + before)
      const value = Math.log1p(rise)
      const first = rise / ((1 + after) * value)
      const curve = 1 - before / (1 + before) - after / (1 + after)
      addOne(sum, weight, Math.log(value), first, first * (curve - first))
    })
    const { values, weights, count } = data.exact
    addOne(expansion.terms, count, logRate, 1, 0)
    for (let index = 0; index < values.length; index += 1) {
      const product = rate * (values[index] ?? 0)
      const share = product / (1 + product)
      addOne(expansion.terms, -(weights[index] ?? 0), Math.log1p(product), share, share * (1 - share))
    }
    return expansion
  },
  parameters: ([logRate = 0], logEnd) => ({ b: Math.exp(logRate - logEnd) }),
}
