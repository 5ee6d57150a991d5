import { z } from 'zod'
import type { TrackedIssue } from '../issues/tracked-issue.ts'
import { ReportRefused } from '../refused.ts'
import { placeText } from '../checked-json.ts'
import { PullFailed } from './failure.ts'
import type { TrackerAnswer, TrackerClient } from './tracker-client.ts'

/** Issues that changed, in the order of their changes, some at a time. */
export interface PulledPage {
  readonly issues: readonly TrackedIssue[]
  /** The answers that they were read from, for the digest of their provenance. */
  readonly raw: readonly unknown[]
  /** When the last of them changed, by the tracker's clock, in milliseconds; all that changed before has been told. */
  readonly upTo: number
}

export interface PullSource {
  /** Every issue that changed at `since` (milliseconds; null = ever) or later. @throws {PullFailed | ReportRefused} */
  readonly changedSince: (since: number | null) => AsyncGenerator<PulledPage>
}

/** An answer as its schema describes it. @throws {PullFailed} UNEXPECTED_ANSWER */
export function answerAs<S extends z.ZodType>(value: unknown, schema: S): z.output<S> {
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  const [issue] = checked.error.issues
  throw new PullFailed('UNEXPECTED_ANSWER', `${placeText(issue?.path ?? [])}: ${issue?.message ?? ''}`)
}

const list = z.array(z.unknown())

/** All pages of a list, by their links. @throws {PullFailed} */
export async function allPages(client: TrackerClient, path: string): Promise<readonly unknown[]> {
  const all: unknown[] = []
  const seen = new Set<string>()
  for (let next: string | null = path; next !== null;) {
    if (seen.has(next)) throw new PullFailed('UNEXPECTED_ANSWER', 'the pages lead in a circle')
    seen.add(next)
    const answer: TrackerAnswer = await client.get(next)
    all.push(...answerAs(answer.body, list))
    next = answer.next
  }
  return all
}

/** When an issue changed, in milliseconds. @throws {ReportRefused} INVALID_VALUE */
export function changedAt(text: string): number {
  const at = Date.parse(text)
  if (Number.isNaN(at)) throw new ReportRefused('INVALID_VALUE', `${JSON.stringify(text)} is no moment`)
  return at
}
