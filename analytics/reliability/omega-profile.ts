import { expansionOf, fixedOmegaAt } from './climb.ts'
import type { Expansion } from './derivatives/expansion.ts'
import type { Estimate } from './fit-model.ts'
import { logLikelihoodAt, logOmegaAt } from './likelihood.ts'
import { localOf, type Local } from './local.ts'
import { maximize } from './maximize.ts'
import type { Theta } from './models/model.ts'
import { isNegativeDefinite, longestOf, moved, newtonStep } from './newton-step.ts'

/** The highest point of the likelihood at one omega. */
export interface ProfilePoint {
  readonly logOmega: number
  readonly theta: Theta
  /** Square root of twice the loss of log-likelihood: about linear in ln omega. */
  readonly distance: number
  /** Of the distance by ln omega. */
  readonly slope: number
  /** How theta moves with ln omega from here on. */
  readonly direction: readonly number[]
  /** Whether theta is at its maximum to the digits wanted; else the distance is right to some three digits. */
  readonly sharp: boolean
}

/** The profile of omega about an estimate. */
export interface OmegaProfile {
  readonly summit: ProfilePoint
  /** The point at an omega, sought from where another one leads to. */
  readonly at: (logOmega: number, near: ProfilePoint) => ProfilePoint
}

const MOST_STEPS = 8
/** After a step as short as this the value is known to nine digits. */
const SHORT = 1e-3
/** After one as short as this it is known well enough to say where to look next. */
const ROUGH = 0.2
const everywhere = { isInside: () => true, accuracy: 'value' } as const

/** d theta / d ln omega = H^-1 (m B'), from the derivatives by both: m = omega L(T), B = ln L(T). */
function directionOf({ hessian }: Local, { total }: Expansion, mean: number): readonly number[] {
  const gradient = hessian.length === 1 ? [-mean * total.d1] : [-mean * total.d1, -mean * total.d2]
  return isNegativeDefinite(hessian) ? newtonStep({ gradient, hessian }) : gradient.map(() => 0)
}

/** The profile of omega: at each the maximum over theta, by Newton's method from where the last one pointed. */
export function omegaProfile({ model, data, theta: best, logLikelihood }: Estimate): OmegaProfile {
  const pointAt = (
    logOmega: number,
    theta: Theta,
    value: number,
    { mean, direction, sharp }: { mean: number; direction: readonly number[]; sharp: boolean },
  ): ProfilePoint => {
    const distance = Math.sqrt(Math.max(0, 2 * (logLikelihood - value)))
    const slope = distance === 0 ? 0 : (mean - data.events) / distance
    return { logOmega, theta, distance, slope, direction, sharp }
  }

  /** null where Newton's method does not close in at once. */
  const byNewton = (logOmega: number, guess: Theta): ProfilePoint | null => {
    let theta = guess
    for (let round = 0; round < MOST_STEPS; round += 1) {
      const expansion = expansionOf(model, data, theta)
      if (expansion === null) return null
      const local = fixedOmegaAt(expansion, data, logOmega, theta.length)
      if (!Number.isFinite(local.value) || !isNegativeDefinite(local.hessian)) return null
      const step = newtonStep(local)
      const length = longestOf(step)
      if (!(length < 1)) return null
      theta = moved(theta, step)
      if (length > ROUGH) continue
      const [g1 = 0, g2 = 0] = local.gradient
      const value = local.value + 0.5 * (g1 * (step[0] ?? 0) + g2 * (step[1] ?? 0))
      const gain = expansion.total.d1 * (step[0] ?? 0) + expansion.total.d2 * (step[1] ?? 0)
      const mean = Math.exp(logOmega + expansion.total.value + gain)
      const direction = directionOf(local, expansion, mean)
      return pointAt(logOmega, theta, value, { mean, direction, sharp: length < SHORT })
    }
    return null
  }

  const bySearch = (logOmega: number, guess: Theta, near: Theta): ProfilePoint => {
    const value = (at: Theta) => logLikelihoodAt(model, data, logOmega, at)
    const objective = (at: Theta): Local => {
      const expansion = expansionOf(model, data, at)
      return expansion === null ? localOf(value, at) : fixedOmegaAt(expansion, data, logOmega, at.length)
    }
    const found = maximize(objective, value(guess) > value(near) ? guess : near, everywhere)
    const mean = Math.exp(logOmega + model.shapeAt(found.theta, data.logEnd).logTotal)
    const expansion = expansionOf(model, data, found.theta)
    const direction =
      expansion === null
        ? best.map(() => 0)
        : directionOf(fixedOmegaAt(expansion, data, logOmega, best.length), expansion, mean)
    return pointAt(logOmega, found.theta, found.value, { mean, direction, sharp: true })
  }

  const logOmega = logOmegaAt(model, data, best)
  const expansion = expansionOf(model, data, best)
  const direction =
    expansion === null
      ? best.map(() => 0)
      : directionOf(fixedOmegaAt(expansion, data, logOmega, best.length), expansion, data.events)
  return {
    summit: { logOmega, theta: best, distance: 0, slope: 0, direction, sharp: true },
    at: (at, near) => {
      const guess = moved(near.theta, near.direction, at - near.logOmega)
      return byNewton(at, guess) ?? bySearch(at, guess, near.theta)
    },
  }
}
