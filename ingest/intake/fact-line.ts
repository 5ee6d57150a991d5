import type { AcceptedFact } from '../events/accepted-fact.ts'

/** A fact as one line of the table `facts`. */
export function factLine(fact: AcceptedFact, receivedAt: string): string {
  return `${fact.row}\t${receivedAt}`
}

/** Facts received at one instant as lines; what comes between two rows is the same for all. */
export function factLines(facts: readonly AcceptedFact[], receivedAt: string): string {
  const rows = facts.map(({ row }) => row)
  const last = rows.pop()
  // One join, so that the text is copied once.
  return last === undefined ? '' : [...rows, `${last}\t${receivedAt}`].join(`\t${receivedAt}\n`)
}
