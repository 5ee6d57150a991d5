import { type CommitteeReport, monthName } from '../../../schemas/answers-committee.ts'
import type { Answer } from '../../ask.ts'

/** One month of the pack, in the figures that are compared over months. */
export type MonthTotal = Pick<CommitteeReport, 'month' | 'total'>

/** With so many months a chart begins, the one that is shown among them. */
const MONTHS = 6
/** The packs of months are made from every project's facts; of more projects they are made when they are asked for. */
const MOST_UNASKED = 300
/** In the page's address: the months before are wanted, however many projects there are. */
export const MONTHS_WANTED = 'months'

/** The month so many after another. */
export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const moved = new Date(Date.UTC(year, number - 1 + months, 1))
  return moved.toISOString().slice(0, 7)
}

/**
 * The months that lead to a report, oldest first, with it.
 *
 * @param areWanted somebody asked for them, however long it takes
 * @returns `unasked` when they would take long and nobody has asked for them; `failed` when one could not be had
 */
export async function monthsBefore(
  report: CommitteeReport,
  areWanted: boolean,
  askFor: (month: string) => Promise<Answer<CommitteeReport>>,
): Promise<readonly MonthTotal[] | 'unasked' | 'failed'> {
  if (report.total.projects > MOST_UNASKED && !areWanted) return 'unasked'
  const months: MonthTotal[] = []
  for (let back = MONTHS - 1; back > 0; back -= 1) {
    const month = monthAfter(report.month, -back)
    if (!monthName.safeParse(month).success) continue
    // One after the other: other visitors are to be answered meanwhile.
    const answer = await askFor(month)
    if (!answer.ok) return 'failed'
    months.push({ month, total: answer.data.total })
  }
  return [...months, { month: report.month, total: report.total }]
}
