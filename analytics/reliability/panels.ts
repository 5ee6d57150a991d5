import { LEGENDRE_NODES, LEGENDRE_ORDER, LEGENDRE_WEIGHTS } from './special/gauss-legendre.ts'

/** Places at which to take a function in order to integrate it over intervals, eight to a panel. */
export interface Panels {
  /** Where the nodes of each interval begin; one more than there are intervals. */
  readonly offsets: Int32Array
  readonly times: Float64Array
  readonly logs: Float64Array
  readonly squares: Float64Array
  readonly weights: Float64Array
}

/**
 * How wide panels are: of the observation, and as a multiple of where they begin, within which powers of time are
 * smooth.
 */
const FINE = { width: 1 / 16, ratio: 1.5 }
const ROUGH = { width: 1 / 6, ratio: 2.5 }

type Ends = { readonly length: number; readonly from: Float64Array; readonly to: Float64Array }

/** Panels for intervals in units of the observation; rough ones for finding where to start. */
export function panelsOf({ length, from, to }: Ends, isRough = false): Panels {
  const { width, ratio } = isRough ? ROUGH : FINE
  const offsets = new Int32Array(length + 1)
  const [times, weights]: [number[], number[]] = [[], []]
  for (let index = 0; index < length; index += 1) {
    const end = to[index] ?? 1
    for (let start = from[index] ?? 0; start < end;) {
      const reach = start + width
      const next = Math.min(end, start > 0 ? Math.min(reach, start * ratio) : reach)
      const half = (next - start) / 2
      for (let node = 0; node < LEGENDRE_ORDER; node += 1) {
        times.push(start + half + half * (LEGENDRE_NODES[node] ?? 0))
        weights.push(half * (LEGENDRE_WEIGHTS[node] ?? 0))
      }
      start = next
    }
    offsets[index + 1] = times.length
  }
  const columns = new Float64Array(times)
  return {
    offsets,
    times: columns,
    logs: columns.map(Math.log),
    squares: columns.map((time) => time * time),
    weights: new Float64Array(weights),
  }
}
