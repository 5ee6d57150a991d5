/** Levenshtein's distance: how many characters must be put in, taken out or replaced. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1))
    }
    previous = current
  }
  return previous[b.length] ?? 0
}

/** The known name that was most likely meant: the nearest, if no more than a third of it is different. */
export function nearest(given: string, known: readonly string[]): string | null {
  let best: { name: string; distance: number } | null = null
  const short = given.slice(0, 100)
  for (const name of known) {
    const distance = editDistance(short, name)
    if (best === null || distance < best.distance) best = { name, distance }
  }
  return best !== null && best.distance <= Math.max(2, best.name.length / 3) ? best.name : null
}
