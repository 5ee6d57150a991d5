import type { Fact } from '../../schemas/facts/index.ts'
import { toEpochDay } from '../calendar/civil-date.ts'
import { civilDateOf } from '../calendar/local-date.ts'

/** Days from one civil date to a later one; negative when it is earlier. */
export function daysBetween(from: string, to: string): number {
  return toEpochDay(to) - toEpochDay(from)
}

/** The civil date that a fact says it is about, if its kind says one. */
function saidDate({ data }: Fact): string | null {
  return 'asOf' in data ? data.asOf : 'date' in data ? data.date : null
}

/**
 * The civil date that a fact speaks of: its `asOf` or `date`, or else the day it happened in the project's zone.
 * The earlier of both counts, so that an old figure sent again does not look fresh.
 */
export function effectiveDate(fact: Fact, zone: string): string {
  const happened = civilDateOf(fact.occurredAt, zone)
  const said = saidDate(fact)
  return said !== null && said < happened ? said : happened
}

/** The newest effective date among facts, or null when there are none. */
export function newestDate(facts: readonly Fact[], zone: string): string | null {
  let newest: string | null = null
  let latest = -Infinity
  // From the end, where the newest of a sorted list are: turning an instant into a date is what costs.
  for (let i = facts.length - 1; i >= 0; i--) {
    const fact = facts[i]
    if (fact === undefined) continue
    const said = saidDate(fact)
    if (said === null) latest = Math.max(latest, fact.occurredAt)
    else if (newest === null || said > newest) newest = later(newest, effectiveDate(fact, zone))
  }
  return latest === -Infinity ? newest : later(newest, civilDateOf(latest, zone))
}

const later = (a: string | null, b: string): string => (a === null || b > a ? b : a)
