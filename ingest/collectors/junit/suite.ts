/** How a test case ended. `flaky` = it failed and passed when it was tried again. */
export type Outcome = 'passed' | 'failed' | 'error' | 'skipped' | 'flaky'

export interface Counts {
  total: number
  passed: number
  failed: number
  errors: number
  skipped: number
  flaky: number
}

export const noCounts = (): Counts => ({ total: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0 })

/** Counts one case. A flaky one has passed in the end and is counted as that too. */
export function count(counts: Counts, outcome: Outcome): void {
  counts.total += 1
  if (outcome === 'flaky') {
    counts.flaky += 1
    counts.passed += 1
  } else counts[outcome === 'error' ? 'errors' : outcome] += 1
}

export function add(to: Counts, more: Readonly<Counts>): void {
  for (const key of Object.keys(to) as (keyof Counts)[]) to[key] += more[key]
}

/** What a suite says of itself; a number it does not state is null. */
export interface Declared {
  readonly tests: number | null
  readonly failures: number | null
  readonly errors: number | null
}

/** How entries of one name are counted: each for itself, or as tries of one case. */
export type Repeated = 'cases' | 'retries'

const isBad = (outcome: Outcome) => outcome === 'failed' || outcome === 'error'

/**
 * Entries of one suite that have the same name, as tries of one case: the last one decides, and one that
 * passed after a failure is flaky. A row that begins with a success was not tried again, so it is several cases.
 */
function asTries(entries: readonly Outcome[]): readonly Outcome[] {
  const [first] = entries
  const last = entries.at(-1)
  if (first === undefined || last === undefined || !isBad(first)) return entries
  return [last === 'passed' ? 'flaky' : last]
}

export interface TestCase {
  readonly className: string
  readonly name: string
  readonly outcome: Outcome
}

/** The test cases of one suite, without those of the suites inside it. */
export interface SuiteCases {
  readonly add: (testCase: TestCase) => void
  /** Entries so far. */
  readonly entries: () => number
  /** Entries beyond the first of their name; 0 when names are not looked at. */
  readonly repeated: () => number
  /** The counts, with entries of one name taken as `repeated` says. */
  readonly counts: (repeated: Repeated) => Counts
}

/** Each entry is a case. Takes no memory however many there are. */
export function countedCases(): SuiteCases {
  const counts = noCounts()
  return {
    add: ({ outcome }) => count(counts, outcome),
    entries: () => counts.total,
    repeated: () => 0,
    counts: () => counts,
  }
}

/** Remembers every name, so that entries of one name can be told. */
export function namedCases(): SuiteCases {
  const byName = new Map<string, Outcome[]>()
  let entries = 0
  return {
    add({ className, name, outcome }) {
      entries += 1
      const key = `${className}\u0000${name}`
      const known = byName.get(key)
      if (known === undefined) byName.set(key, [outcome])
      else known.push(outcome)
    },
    entries: () => entries,
    repeated: () => entries - byName.size,
    counts(repeated) {
      const counts = noCounts()
      for (const outcomes of byName.values()) {
        for (const outcome of repeated === 'retries' ? asTries(outcomes) : outcomes) count(counts, outcome)
      }
      return counts
    },
  }
}
