import type { ScaledData } from './scaled-data.ts'

/**
 * The rate of goel-okumoto after a few steps of the EM algorithm, which never leaves the domain and never goes
 * down: a safe place to start from, not an estimate.
 *
 * With S(t) = e^(-b t) and H(t) = (t + 1/b) e^(-b t): en1 = N + omega S(T),
 * en2 = sum t_i + sum x_i (H(s_{i-1}) - H(s_i)) / (S(s_{i-1}) - S(s_i)) + omega H(T); omega = en1, b = en1 / en2.
 *
 * @see Okamura & Dohi, Mathematics 9 (2021) 985; Rsrat em_exp.cpp
 * @returns the rate in units of one over the observation
 */
export function startingRate({ events, exact, intervals }: ScaledData, steps = 8): number {
  let middles = exact.sum
  for (let index = 0; index < intervals.length; index += 1) {
    middles +=
      ((intervals.counts[index] ?? 0) * ((intervals.from[index] ?? 0) + (intervals.to[index] ?? 0))) / 2
  }
  let rate = events / middles
  let omega = events
  for (let step = 0; step < steps; step += 1) {
    const left = omega * Math.exp(-rate)
    let time = exact.sum + left * (1 + 1 / rate)
    for (let index = 0; index < intervals.length; index += 1) {
      const from = intervals.from[index] ?? 0
      const width = (intervals.to[index] ?? 0) - from
      // (H(from) - H(to)) / (S(from) - S(to)) = from + 1/b - width / (e^(b width) - 1)
      time += (intervals.counts[index] ?? 0) * (from + 1 / rate - width / Math.expm1(rate * width))
    }
    omega = events + left
    rate = omega / time
  }
  return rate
}
