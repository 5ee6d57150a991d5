/** Numerators and denominators of Cody's rational approximations, highest power last but for the leading one. */
const ERF_P = [
  1.85777706184603153e-1, 3.1611237438705656, 1.13864154151050156e2, 3.77485237685302021e2,
  3.20937758913846947e3,
]
const ERF_Q = [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3]
const MIDDLE_P = [
  2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1,
  2.98635138197400131e2, 8.8195222124176909e2, 1.71204761263407058e3, 2.05107837782607147e3,
  1.23033935479799725e3,
]
const MIDDLE_Q = [
  1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
  3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3,
]
const TAIL_P = [
  1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
  1.60837851487422766e-2, 6.58749161529837803e-4,
]
const TAIL_Q = [
  1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
  2.33520497626869185e-3,
]

const INVERSE_SQRT_PI = 0.564189583547756286948

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (const coefficient of coefficients) sum = sum * x + coefficient
  return sum
}

/**
 * erfcx(x) = e^(x^2) erfc(x) for x >= 0, to about 1e-15 relative: it falls like 1 / x and never underflows.
 *
 * @see Cody (1969), Rational Chebyshev approximations for the error function, Math. Comp. 23
 */
export function scaledErrorComplement(x: number): number {
  if (x <= 0.46875) {
    const square = x * x
    const erf = (x * polynomial(ERF_P, square)) / polynomial(ERF_Q, square)
    return Math.exp(square) * (1 - erf)
  }
  if (x <= 4) return polynomial(MIDDLE_P, x) / polynomial(MIDDLE_Q, x)
  if (x > 1e8) return INVERSE_SQRT_PI / x
  const inverse = 1 / (x * x)
  return (INVERSE_SQRT_PI - (inverse * polynomial(TAIL_P, inverse)) / polynomial(TAIL_Q, inverse)) / x
}

/** ln of Mills' ratio's half, erfcx(z / sqrt 2) / 2: ln Q(z) = this - z^2 / 2 for z >= 0. */
export function logScaledUpperTail(z: number): number {
  return Math.log(0.5 * scaledErrorComplement(z * Math.SQRT1_2))
}

/**
 * ln Q(z) = ln(1 - Phi(z)), the upper tail of the standard normal distribution, at any z.
 *
 * @example
 * logNormalUpper(0) // ln 0.5
 */
export function logNormalUpper(z: number): number {
  if (z >= 0) return logScaledUpperTail(z) - (z * z) / 2
  return Math.log1p(-Math.exp(logScaledUpperTail(-z) - (z * z) / 2))
}
