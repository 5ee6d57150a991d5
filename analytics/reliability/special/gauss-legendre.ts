/** Nodes of Gauss-Legendre of order 8 on [-1, 1], the positive half. @see Abramowitz & Stegun, table 25.4 */
const HALF_NODES = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363] as const
const HALF_WEIGHTS = [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763] as const

/** Nodes and weights of Gauss-Legendre of order 8 on [-1, 1]. */
export const LEGENDRE_NODES = [...HALF_NODES.map((node) => -node), ...HALF_NODES] as const
export const LEGENDRE_WEIGHTS = [...HALF_WEIGHTS, ...HALF_WEIGHTS] as const
export const LEGENDRE_ORDER = 8
