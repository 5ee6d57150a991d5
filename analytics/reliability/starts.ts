import { startingRate } from './em-start.ts'
import type { Coordinate, Model, Theta } from './models/model.ts'
import type { ScaledData } from './scaled-data.ts'

/** How many places a search begins from. */
const STARTS = 8

function grid(coordinates: readonly Coordinate[]): Theta[] {
  const [first, second] = coordinates
  if (first === undefined) return []
  if (second === undefined) return first.starts.map((value) => [value])
  return first.starts.flatMap((value) => second.starts.map((other) => [value, other]))
}

/** Whether no neighbour of a grid point is higher. */
function isLocallyBest(index: number, values: readonly number[], columns: number): boolean {
  const value = values[index] ?? -Infinity
  const column = index % columns
  const neighbours = [index - columns, index + columns]
  if (column > 0) neighbours.push(index - 1)
  if (column < columns - 1) neighbours.push(index + 1)
  return neighbours.every((other) => !((values[other] ?? -Infinity) > value))
}

/** What the EM algorithm finds for goel-okumoto, for a model that is searched by its rate alone. */
function fromEm(model: Model, data: ScaledData): Theta[] {
  if (model.name !== 'goel-okumoto' && model.name !== 'delayed-s-shaped') return []
  const rate = startingRate(data)
  const theta = [Math.log(model.name === 'goel-okumoto' ? rate : 2 * rate)]
  return theta.every(Number.isFinite) ? [theta] : []
}

/**
 * Where to begin: the EM start, every local maximum of a coarse grid over the model's parameters, and the highest of
 * its other points, eight in all, the highest first.
 */
export function startingPoints(
  model: Model,
  data: ScaledData,
  objective: (theta: Theta) => number,
): readonly Theta[] {
  const points = grid(model.coordinates)
  const columns = model.coordinates[1]?.starts.length ?? points.length
  const values = points.map(objective)
  const order = [...values.keys()]
    .filter((index) => (values[index] ?? -Infinity) > -Infinity)
    .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0))
  const peaks = order.filter((index) => isLocallyBest(index, values, columns))
  const rest = order.filter((index) => !peaks.includes(index))
  const chosen = [...peaks, ...rest].slice(0, STARTS)
  return [...fromEm(model, data), ...chosen.flatMap((index) => [points[index] ?? []])]
}
