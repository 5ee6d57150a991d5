/** The parts of a version that is nothing but numbers and dots; null for any other, whose order its ecosystem alone knows. */
function numbersOf(version: string): readonly number[] | null {
  return /^v?\d+(?:\.\d+)*$/.test(version) ? version.replace('v', '').split('.').map(Number) : null
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/**
 * Whether a version has a fix, by the versions that first had it as Trivy lists them (`4.17.12, 5.0.1`: one of each line).
 * It has one from the highest on, none below the lowest; null in between and wherever it cannot be told.
 */
export function isFixedIn(version: string, fixedVersions: string): boolean | null {
  const listed = fixedVersions
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  if (listed.includes(version)) return true
  const own = numbersOf(version)
  const fixed = listed.map(numbersOf).filter((numbers) => numbers !== null)
  if (own === null || fixed.length === 0 || fixed.length < listed.length) return null
  if (fixed.every((numbers) => compare(own, numbers) >= 0)) return true
  return fixed.every((numbers) => compare(own, numbers) < 0) ? false : null
}
