import { z } from 'zod'
import type { TrackedIssue } from '../issues/tracked-issue.ts'
import { PullFailed } from './failure.ts'
import { answerAs, changedAt, type PullSource } from './pull-source.ts'
import type { TrackerClient } from './tracker-client.ts'

/** A list of issues that can be asked for by the time of their change. */
export interface ChangeList {
  readonly client: TrackerClient
  /** Issues that one answer holds at most. */
  readonly perPage: number
  /** The path of a page of the issues that changed at `since` or later, the earliest change first. */
  readonly pathOf: (since: string | null, page: number) => string
  /** What tells an issue from all others of the list. */
  readonly keyOf: (raw: unknown) => string
  /** An issue with its change log; null when it is none. */
  readonly withHistory: (
    raw: unknown,
  ) => Promise<{ readonly issue: TrackedIssue; readonly raw: unknown } | null>
}

const dated = z.looseObject({ updated_at: z.string() })
const MOST_PAGES_OF_ONE_MOMENT = 100

/**
 * Pages by the time of change instead of their number: after each page the list is asked for again from the last
 * change on. An issue that changes meanwhile moves to the end and the ones behind it move up, so that of numbered
 * pages one would be passed over. Only of one and the same moment pages are numbered.
 */
export function byChange(list: ChangeList): PullSource {
  async function* changedSince(begin: number | null) {
    const seen = new Set<string>()
    let since = begin === null ? null : new Date(begin).toISOString()
    for (let page = 1; page <= MOST_PAGES_OF_ONE_MOMENT;) {
      const { body } = await list.client.get(list.pathOf(since, page))
      const answer = answerAs(body, z.array(dated))
      const fresh = answer.filter((raw) => !seen.has(`${list.keyOf(raw)} ${raw.updated_at}`))
      const read = []
      for (const raw of fresh) {
        seen.add(`${list.keyOf(raw)} ${raw.updated_at}`)
        const one = await list.withHistory(raw)
        if (one !== null) read.push(one)
      }
      const last = answer.at(-1)
      if (last !== undefined && fresh.length > 0) {
        const upTo = changedAt(last.updated_at)
        yield { issues: read.map(({ issue }) => issue), raw: read.map(({ raw }) => raw), upTo }
      }
      if (last === undefined || answer.length < list.perPage) return
      if (last.updated_at === since) page += 1
      else {
        since = last.updated_at
        page = 1
      }
    }
    throw new PullFailed('UNSTABLE_PAGES', `too many issues changed at ${since ?? 'the beginning'}`)
  }
  return { changedSince }
}
