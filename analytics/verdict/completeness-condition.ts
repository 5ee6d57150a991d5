import type { ConditionResult, SourceStatus } from '../../schemas/verdict.ts'

const texts = {
  title: { en: 'Completeness of the data', ja: 'データの完全性' },
  remedy: {
    en: 'Deliver every expected source and clear up the contradictions.',
    ja: '期待されるすべてのデータを送り、矛盾を解消する。',
  },
}

/** What stands against a project's data beside missing sources. */
interface Doubts {
  readonly contradictions: number
  /** Events that were refused and wait in quarantine. */
  readonly refused: number
}

/**
 * The condition that every gate has and no policy can take away: all expected sources delivered, none stale,
 * none refused, no contradiction. A project of which nothing is due cannot be complete.
 */
export function completenessCondition(
  sources: readonly SourceStatus[],
  { contradictions, refused }: Doubts,
): ConditionResult {
  const due = sources.filter((source) => source.state !== 'not-due')
  const delivered = due.filter((source) => source.state === 'delivered').length
  const isComplete = due.length > 0 && delivered === due.length && contradictions + refused === 0
  const ages = due.map((source) => source.ageDays).filter((age) => age !== null)
  return {
    id: 'completeness',
    indicator: 'completeness',
    scope: {},
    state: isComplete ? 'PASS' : due.length === 0 ? 'NO_DATA' : 'FAIL',
    why: whyOf(due.length, { contradictions, refused }),
    actual: due.length === 0 ? null : delivered,
    numerator: delivered,
    denominator: due.length,
    unit: 'sources',
    lower: due.length,
    upper: null,
    sampleSize: due.length,
    dataAgeDays: ages.length === 0 ? null : Math.max(...ages),
    required: true,
    weight: 1,
    credit: isComplete ? 1 : due.length === 0 || contradictions + refused > 0 ? 0 : delivered / due.length,
    ...texts,
    facts: '',
  }
}

function whyOf(due: number, { contradictions, refused }: Doubts): string | null {
  if (due === 0) return 'NO_EXPECTED_SOURCES'
  if (contradictions > 0) return 'CONTRADICTION'
  return refused > 0 ? 'SOURCE_REFUSED' : null
}
