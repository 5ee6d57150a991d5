import { MOST_REPLICATES } from '../../analytics/reliability/bootstrap.ts'
import { AnalyzeError } from './analyze-error.ts'
import type { ReliabilityOptions } from './reliability.ts'

/** The options of `kanmon analyze reliability` as they were written. */
export interface WrittenReliabilityOptions {
  readonly observedUntil?: string
  readonly axis?: string
  readonly mission?: string
  readonly target?: string
  readonly residual?: string
  readonly bootstrap?: string
  readonly seed?: string
}

const LARGEST = 1e12
const LARGEST_SEED = 4_294_967_295
const LEAST_REPLICATES = 20

function numberOf(name: string, written: string | undefined, below = LARGEST): number | undefined {
  if (written === undefined) return undefined
  const value = Number(written)
  if (written.trim() !== '' && value > 0 && value < below) return value
  throw new AnalyzeError(
    `--${name} must be a number above 0 and below ${below}, got ${JSON.stringify(written)}`,
  )
}

function wholeOf(name: string, written: string, least: number, most: number): number {
  const value = Number(written)
  if (written.trim() !== '' && Number.isInteger(value) && value >= least && value <= most) return value
  const expected = `a whole number from ${least} to ${most}`
  throw new AnalyzeError(`--${name} must be ${expected}, got ${JSON.stringify(written)}`)
}

function axisOf(written: string | undefined): 'days' | 'cases' | undefined {
  if (written === undefined || written === 'days' || written === 'cases') return written
  throw new AnalyzeError(`--axis must be days or cases, got ${JSON.stringify(written)}`)
}

/** @throws {AnalyzeError} naming the option that is none */
export function reliabilityOptions(written: WrittenReliabilityOptions): ReliabilityOptions {
  const observedUntil = numberOf('observed-until', written.observedUntil)
  const axis = axisOf(written.axis)
  const { bootstrap, seed } = written
  if (bootstrap === undefined && seed !== undefined) throw new AnalyzeError('--seed belongs to --bootstrap')
  return {
    ...(observedUntil !== undefined && { observedUntil }),
    ...(axis !== undefined && { axis }),
    targets: {
      mission: numberOf('mission', written.mission),
      reliability: numberOf('target', written.target, 1),
      residual: numberOf('residual', written.residual),
    },
    ...(bootstrap !== undefined && {
      bootstrap: {
        replicates: wholeOf('bootstrap', bootstrap, LEAST_REPLICATES, MOST_REPLICATES),
        seed: wholeOf('seed', seed ?? '1', 0, LARGEST_SEED),
      },
    }),
  }
}
