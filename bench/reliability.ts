// npm run bench:reliability: all eleven models with 95 % intervals against a plain Nelder-Mead of the same likelihoods
// (omega and theta, one start per model, no intervals) in the same run.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failureCounts, failureTimes, type FailureData } from '../analytics/reliability/failure-data.ts'
import { fitAllModels } from '../analytics/reliability/fit-model.ts'
import { logLikelihoodAt } from '../analytics/reliability/likelihood.ts'
import { models } from '../analytics/reliability/models/index.ts'
import { modelNames } from '../analytics/reliability/models/model.ts'
import { omegaInterval } from '../analytics/reliability/profile-interval.ts'
import { seededRandom } from '../analytics/reliability/random.ts'
import { scaledData } from '../analytics/reliability/scaled-data.ts'
import { median, report } from './support/figures.ts'

const ROUNDS = 21
/** Runs before the first that counts: a server has them behind it. */
const WARMING = 20

/** Nelder & Mead (1965) with the usual coefficients, until the simplex is flat to 1e-10. */
function nelderMead(f: (x: readonly number[]) => number, start: readonly number[]): number {
  const at = (x: readonly number[]) => ({ x, y: -f(x) })
  let simplex = [at(start), ...start.map((_, i) => at(start.map((v, j) => (i === j ? v + 0.5 : v))))]
  for (let step = 0; step < 2000; step += 1) {
    simplex.sort((a, b) => a.y - b.y)
    const [best] = simplex
    const worst = simplex.at(-1)
    if (best === undefined || worst === undefined) break
    if (worst.y - best.y < 1e-10) break
    const others = simplex.slice(0, -1)
    const centre = start.map((_, i) => others.reduce((sum, p) => sum + (p.x[i] ?? 0), 0) / others.length)
    const along = (k: number) => at(centre.map((v, i) => v + k * ((worst.x[i] ?? 0) - v)))
    const reflected = along(-1)
    const expanded = reflected.y < best.y ? along(-2) : null
    const next = expanded !== null && expanded.y < reflected.y ? expanded : reflected
    const second = others.at(-1)
    if (second !== undefined && next.y < second.y) simplex = [...others, next]
    else {
      const contracted = along(reflected.y < worst.y ? -0.5 : 0.5)
      simplex =
        contracted.y < worst.y
          ? [...others, contracted]
          : simplex.map(({ x }) => at(x.map((v, i) => (v + (best.x[i] ?? 0)) / 2)))
    }
  }
  return -Math.min(...simplex.map(({ y }) => y))
}

function plain(data: FailureData): number[] {
  const scaled = scaledData(data)
  return modelNames.map((name) => {
    const model = models[name]
    const theta = model.coordinates.map(({ starts }) => starts[Math.floor(starts.length / 2)] ?? 0)
    const logOmega = Math.log(data.events) - model.shapeAt(theta, scaled.logEnd).logTotal
    const start = [logOmega, ...theta]
    return nelderMead(([omega = 0, ...at]) => logLikelihoodAt(model, scaled, omega, at), start)
  })
}

const ours = (data: FailureData) =>
  fitAllModels(data).map(({ estimate }) => {
    if (estimate !== null) omegaInterval(estimate)
    return estimate?.logLikelihood ?? null
  })

function timed<T>(work: () => T): { ms: number; result: T } {
  const started = performance.now()
  const result = work()
  return { ms: performance.now() - started, result }
}

function compare(title: string, data: FailureData): void {
  for (let warming = 0; warming < WARMING; warming += 1) ours(data)
  plain(data)
  const rounds = Array.from({ length: ROUNDS }, () => ({
    ours: timed(() => ours(data)),
    plain: timed(() => plain(data)),
  }))
  const [first] = rounds
  const gains = modelNames.map(
    (_, i) => (first?.ours.result[i] ?? -Infinity) - (first?.plain.result[i] ?? -Infinity),
  )
  const count = (holds: (gain: number) => boolean) =>
    gains.filter((gain) => Number.isFinite(gain) && holds(gain)).length
  const ms = (of: 'ours' | 'plain') => median(rounds.map((round) => round[of].ms)).toFixed(1)
  // Both in the same round, so that what else the machine does falls on both.
  const ratio = median(rounds.map((round) => round.plain.ms / round.ours.ms))
  report(`${title}: ${data.events} failures, 11 models`)
  report(`  fits and intervals ${ms('ours')} ms, plain Nelder-Mead without intervals ${ms('plain')} ms`)
  report(
    `  ratio ${ratio.toFixed(1)} (median of ${ROUNDS}); our log-likelihood is lower for ${count((gain) => gain < -1e-6)} models, higher for ${count((gain) => gain > 1e-6)}`,
  )
}

// From the root of the repository, wherever the compiled program lies.
const file = join(process.cwd(), '../shared/data/srgm/tomcat5_catalina.csv')
if (existsSync(file)) {
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) => line.split(',').map(Number))
  compare(
    'tomcat5_catalina',
    failureCounts(
      rows.map((r) => r[2] ?? 0),
      rows.map((r) => r[3] ?? 0),
    ),
  )
} else report('tomcat5_catalina: SKIPPED, there is no ../shared/data')
const random = seededRandom(7)
const times = Array.from({ length: 5000 }, () => -Math.log(1 - random() * 0.86) * 500).sort((x, y) => x - y)
compare('5,000 failure times', failureTimes(times, 1000))
