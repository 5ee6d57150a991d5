import type { Fact } from '../../schemas/facts/index.ts'
import { toEpochDay } from '../calendar/civil-date.ts'
import { civilDateOf } from '../calendar/local-date.ts'

/** Days from one civil date to a later one; negative when it is earlier. */
export function daysBetween(from: string, to: string): number {
  return toEpochDay(to) - toEpochDay(from)
}

/**
 * The civil date that a fact speaks of: its `asOf` or `date`, or else the day it happened in the project's zone.
 * The earlier of both counts, so that an old figure sent again does not look fresh.
 */
export function effectiveDate(fact: Fact, zone: string): string {
  const happened = civilDateOf(fact.occurredAt, zone)
  const { data } = fact
  const asOf = 'asOf' in data ? data.asOf : 'date' in data ? data.date : happened
  return asOf < happened ? asOf : happened
}

/** The newest effective date among facts, or null when there are none. */
export function newestDate(facts: readonly Fact[], zone: string): string | null {
  let newest: string | null = null
  for (const fact of facts) {
    const date = effectiveDate(fact, zone)
    if (newest === null || date > newest) newest = date
  }
  return newest
}
