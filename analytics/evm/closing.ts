import type { FactOf } from '../../schemas/facts/index.ts'
import type { CivilDate } from '../calendar/civil-date.ts'
import { partitionPoint } from '../calendar/partition-point.ts'
import { groupBy } from '../group-by.ts'

type Report = FactOf<'progress.reported'>

const DAY = 86_400_000

/**
 * Days after which a date is closed, counted from the receipt of the first report about a later date. Reports are
 * final on the next day; a new plan takes a week of signatures; bookings come with the month's accounts.
 */
const CLOSED_AFTER_DAYS = { 'progress.reported': 1, 'plan.baselined': 7, 'cost.booked': 31 } as const

type ClosedKind = keyof typeof CLOSED_AFTER_DAYS

/** Knows which dates were closed when. */
export interface Closing {
  /** Whether a date of a package (null: of any package) was closed before a fact about it was received. */
  readonly wasClosed: (
    fact: { readonly kind: ClosedKind; readonly receivedAt: number },
    workPackage: string | null,
    date: CivilDate,
  ) => boolean
}

/** Dates in order, each with the earliest receipt of a report about it or a later one. */
interface Receipts {
  readonly dates: readonly CivilDate[]
  readonly earliestFrom: readonly number[]
}

function receiptsOf(reports: readonly Report[]): Receipts {
  const sorted = [...reports].sort((a, b) => (a.data.asOf < b.data.asOf ? -1 : 1))
  let earliest = Infinity
  const earliestFrom = sorted.map(() => Infinity)
  for (let index = sorted.length - 1; index >= 0; index -= 1) {
    earliest = Math.min(earliest, sorted[index]?.receivedAt ?? Infinity)
    earliestFrom[index] = earliest
  }
  return { dates: sorted.map(({ data }) => data.asOf), earliestFrom }
}

/** From every version of every report: O(n log n) once, O(log n) for each question. */
export function createClosing(reports: readonly Report[]): Closing {
  const all = receiptsOf(reports)
  const byPackage = new Map(
    [...groupBy(reports, ({ data }) => data.workPackage)].map(([id, own]) => [id, receiptsOf(own)]),
  )
  return {
    wasClosed: ({ kind, receivedAt }, workPackage, date) => {
      const receipts = workPackage === null ? all : byPackage.get(workPackage)
      if (receipts === undefined) return false
      const later = partitionPoint(receipts.dates, (reported) => reported <= date)
      const since = receipts.earliestFrom[later] ?? Infinity
      return receivedAt > since + CLOSED_AFTER_DAYS[kind] * DAY
    },
  }
}
