import type { ExactTimes, ScaledData } from './scaled-data.ts'

/** Fewer times than this are left alone. */
const MANY = 600
/** Nodes that stand for the times of one cell. */
const NODES = 10
/** Cells of each octave [2^-k, 2^(1-k)] of the observation. */
const CELLS = 8

const COSINES = Array.from({ length: NODES }, (_, j) => Math.cos(((2 * j + 1) * Math.PI) / (2 * NODES)))
const BARYCENTRIC = COSINES.map(
  (_, j) => (j % 2 === 0 ? 1 : -1) * Math.sin(((2 * j + 1) * Math.PI) / (2 * NODES)),
)

interface Cell {
  readonly centre: number
  readonly half: number
}

/** The cell that a time of (0, 1] lies in. */
function cellOf(time: number): Cell {
  const octave = Math.min(-1, Math.floor(Math.log2(time)))
  const low = 2 ** octave
  const width = low / CELLS
  const index = Math.min(CELLS - 1, Math.floor((time - low) / width))
  return { centre: low + (index + 0.5) * width, half: width / 2 }
}

/** How much of each node's value a sum over the times has: the sum of Lagrange's polynomials at them. */
function nodeWeights(times: Float64Array, { centre, half }: Cell): number[] {
  const weights = Array.from({ length: NODES }, () => 0)
  const shares = Array.from({ length: NODES }, () => 0)
  for (const time of times) {
    const x = (time - centre) / half
    let sum = 0
    for (let j = 0; j < NODES; j += 1) {
      // At a node itself the quotient is infinite: a distance of nothing stands for it.
      const share = (BARYCENTRIC[j] ?? 0) / (x - (COSINES[j] ?? 0) || 1e-300)
      shares[j] = share
      sum += share
    }
    for (let j = 0; j < NODES; j += 1) weights[j] = (weights[j] ?? 0) + (shares[j] ?? 0) / sum
  }
  return weights
}

function compactTimes(exact: ExactTimes): ExactTimes {
  const { values } = exact
  const [places, weights]: [number[], number[]] = [[], []]
  for (let first = 0; first < values.length;) {
    const cell = cellOf(values[first] ?? 1)
    let last = first
    while (last < values.length && (values[last] ?? 1) <= cell.centre + cell.half) last += 1
    last = Math.max(last, first + 1)
    const within = values.subarray(first, last)
    if (within.length <= NODES) {
      for (const time of within) {
        places.push(time)
        weights.push(1)
      }
    } else {
      places.push(...COSINES.map((cosine) => cell.centre + cell.half * cosine))
      weights.push(...nodeWeights(within, cell))
    }
    first = last
  }
  return {
    ...exact,
    values: Float64Array.from(places),
    logs: Float64Array.from(places, Math.log),
    weights: Float64Array.from(weights),
  }
}

/**
 * The same data with thousands of exact times replaced by some hundred weighted nodes: in each of eight cells to an
 * octave the sum of a function over the times is that of its interpolating polynomial through ten Chebyshev nodes.
 * Sums of the smooth functions in a likelihood agree to about ten digits; the sums of t, t^2 and ln t stay exact.
 *
 * @see Berrut & Trefethen (2004), Barycentric Lagrange interpolation, SIAM Review 46
 */
export function compactData(data: ScaledData): ScaledData {
  return data.exact.count < MANY ? data : { ...data, exact: compactTimes(data.exact) }
}
