import { type Counts, noCounts } from '../test-run.ts'

/** How a test case ended. `flaky` = it failed and passed when it was tried again. */
export type Outcome = 'passed' | 'failed' | 'error' | 'skipped' | 'flaky'

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

/** Entries that are tries of one case: the last one decides, and a success after a failure is flaky. */
function asTries(entries: readonly Outcome[]): readonly Outcome[] {
  const last = entries.at(-1)
  if (last === undefined) return []
  return [last === 'passed' && entries.some(isBad) ? 'flaky' : last]
}

/** Entries of one name, of which only those that begin with a failure were surely tried again. */
function asLikelyTries(entries: readonly Outcome[]): readonly Outcome[] {
  const [first] = entries
  return first !== undefined && isBad(first) ? asTries(entries) : entries
}

export interface TestCase {
  readonly className: string
  readonly name: string
  readonly outcome: Outcome
}

const keyOf = ({ className, name }: TestCase) => `${className}\u0000${name}`

/** The test cases of one suite, without those of the suites inside it. */
export interface SuiteCases {
  readonly add: (testCase: TestCase) => void
  /** Entries so far. */
  readonly entries: () => number
  /** Entries beyond the first of their name; 0 when names are not looked at. */
  readonly repeated: () => number
  /** Whether an entry has the name of one that failed before it: perhaps another try. */
  readonly mayHaveTries: () => boolean
  /** The counts, with entries of one name taken as `repeated` says; `names` takes every name as one case. */
  readonly counts: (repeated: Repeated | 'names') => Counts
}

/** Most names of failed cases that are remembered on the first reading. */
const MAX_FAILED_NAMES = 10_000

/** Each entry is a case. Takes no memory but for the names of failed ones, however many there are. */
export function countedCases(): SuiteCases {
  const counts = noCounts()
  const failed = new Set<string>()
  let mayHaveTries = false
  return {
    add(testCase) {
      const { outcome } = testCase
      count(counts, outcome)
      if (mayHaveTries || (failed.size === 0 && !isBad(outcome))) return
      const key = keyOf(testCase)
      if (failed.has(key)) mayHaveTries = true
      else if (isBad(outcome) && failed.size < MAX_FAILED_NAMES) failed.add(key)
    },
    entries: () => counts.total,
    repeated: () => 0,
    mayHaveTries: () => mayHaveTries,
    counts: () => counts,
  }
}

const ways = { cases: (entries: readonly Outcome[]) => entries, retries: asLikelyTries, names: asTries }

/** Remembers every name, so that entries of one name can be told. */
export function namedCases(): SuiteCases {
  const byName = new Map<string, Outcome[]>()
  let entries = 0
  return {
    add(testCase) {
      entries += 1
      const key = keyOf(testCase)
      const known = byName.get(key)
      if (known === undefined) byName.set(key, [testCase.outcome])
      else known.push(testCase.outcome)
    },
    entries: () => entries,
    repeated: () => entries - byName.size,
    mayHaveTries: () => false,
    counts(repeated) {
      const counts = noCounts()
      for (const outcomes of byName.values()) {
        for (const outcome of ways[repeated](outcomes)) count(counts, outcome)
      }
      return counts
    },
  }
}
