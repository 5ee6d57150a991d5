import { isFiniteJet } from './derivatives/jet.ts'
import { profileLogLikelihood } from './likelihood.ts'
import { localOf, type Local } from './local.ts'
import type { Expansion } from './derivatives/expansion.ts'
import type { Model, Theta } from './models/model.ts'
import type { ScaledData } from './scaled-data.ts'

/** terms - N ln(total) + constant, with derivatives. */
function profileLocal({ terms, total }: Expansion, { events, constant }: ScaledData, size: number): Local {
  const value = terms.value - events * total.value + constant
  const d1 = terms.d1 - events * total.d1
  const d11 = terms.d11 - events * total.d11
  if (size === 1) return { value, gradient: [d1], hessian: [[d11]] }
  const d12 = terms.d12 - events * total.d12
  return {
    value,
    gradient: [d1, terms.d2 - events * total.d2],
    hessian: [
      [d11, d12],
      [d12, terms.d22 - events * total.d22],
    ],
  }
}

/** The expansion of a model where it has one with numbers that can be reckoned with. */
export function expansionOf(model: Model, data: ScaledData, theta: Theta): Expansion | null {
  const expansion = model.expand(theta, data)
  return expansion !== null && isFiniteJet(expansion.terms) && isFiniteJet(expansion.total) ? expansion : null
}

/**
 * The profile log-likelihood with its derivatives by theta: analytic where the model has them, else by differences.
 */
export function profileAt(model: Model, data: ScaledData, theta: Theta): Local {
  const expansion = expansionOf(model, data, theta)
  return expansion === null
    ? localOf((at) => profileLogLikelihood(model, data, at), theta)
    : profileLocal(expansion, data, theta.length)
}

/** Its value alone. */
export function profileValue(model: Model, data: ScaledData, theta: Theta): number {
  const expansion = expansionOf(model, data, theta)
  return expansion === null
    ? profileLogLikelihood(model, data, theta)
    : expansion.terms.value - data.events * expansion.total.value + data.constant
}

/**
 * The log-likelihood at a fixed omega with its derivatives by theta:
 * LL = terms + N ln omega - omega L(1), in whose derivatives omega L(1) takes the place of N.
 */
export function fixedOmegaAt(expansion: Expansion, data: ScaledData, logOmega: number, size: number): Local {
  const { terms, total } = expansion
  const { events, constant } = data
  const mean = Math.exp(logOmega + total.value)
  const excess = logOmega + total.value - Math.log(events)
  const value = terms.value - events * total.value + constant + events * (excess - Math.expm1(excess))
  const second = (d: number, a: number, b: number) => -mean * (d + a * b)
  const d11 = terms.d11 + second(total.d11, total.d1, total.d1)
  if (size === 1) return { value, gradient: [terms.d1 - mean * total.d1], hessian: [[d11]] }
  const d12 = terms.d12 + second(total.d12, total.d1, total.d2)
  return {
    value,
    gradient: [terms.d1 - mean * total.d1, terms.d2 - mean * total.d2],
    hessian: [
      [d11, d12],
      [d12, terms.d22 + second(total.d22, total.d2, total.d2)],
    ],
  }
}
