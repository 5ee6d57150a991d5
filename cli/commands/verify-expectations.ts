import type { VerdictPredicate } from '../../schemas/attestation.ts'

export interface Expectations {
  readonly expect: string
  readonly gate: string
  readonly project?: string
  readonly release?: string
  readonly commit?: string
  /** In milliseconds. */
  readonly maxAge: number
  readonly past?: boolean
}

/** What a valid verdict says otherwise than expected: a code, what it says and what was wanted. */
export interface Unexpected {
  readonly code:
    'RECOMMENDATION' | 'PROJECT' | 'GATE' | 'RELEASE' | 'COMMIT' | 'NOT_CURRENT' | 'TOO_OLD' | 'IN_THE_FUTURE'
  readonly actual: string
  readonly wanted: string
}

/** Clocks of two machines may be apart by so much, in milliseconds. */
const CLOCK_TOLERANCE = 300_000

/**
 * Everything in which a verdict is not the one that is asked for. Its age counts from the oldest of its instants, and
 * an answer about the past is not taken for a current one: a project that once was SHIP must not ship by that today.
 */
export function unexpected(predicate: VerdictPredicate, wanted: Expectations, now: number): Unexpected[] {
  const { content, release, live, at, asOf, evaluatedAt } = predicate
  const found: Unexpected[] = []
  const compare = (
    code: Unexpected['code'],
    expected: string | undefined,
    actual: readonly (string | null)[],
  ) => {
    if (expected === undefined || actual.includes(expected)) return
    found.push({ code, actual: actual.find((each) => each !== null) ?? '–', wanted: expected })
  }
  compare('RECOMMENDATION', wanted.expect, [content.recommendation])
  compare('PROJECT', wanted.project, [content.project])
  compare('GATE', wanted.gate, [content.gate])
  compare('RELEASE', wanted.release, [release?.id ?? null, release?.version ?? null])
  compare('COMMIT', wanted.commit, [release?.commit ?? null])
  if (!live && wanted.past !== true) found.push({ code: 'NOT_CURRENT', actual: at, wanted: '' })
  const instants = [at, asOf, evaluatedAt]
  const byTime = (a: string, b: string) => Date.parse(a) - Date.parse(b)
  const [oldest = at] = instants.toSorted(byTime)
  const newest = instants.toSorted(byTime).at(-1) ?? at
  if (now - Date.parse(oldest) > wanted.maxAge) {
    found.push({ code: 'TOO_OLD', actual: oldest, wanted: `${Math.round(wanted.maxAge / 60_000)} min` })
  }
  if (Date.parse(newest) - now > CLOCK_TOLERANCE) {
    found.push({ code: 'IN_THE_FUTURE', actual: newest, wanted: '' })
  }
  return found
}
