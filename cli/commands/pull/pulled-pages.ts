import type { Reader } from '../../../ingest/collectors/event.ts'
import { factsOfIssues } from '../../../ingest/collectors/issues/issues.ts'
import type { IssueMapping } from '../../../ingest/collectors/issues/mapping.ts'
import type { PullSource } from '../../../ingest/collectors/pull/pull-source.ts'
import { readPullState, writePullState } from '../../../ingest/collectors/pull/state-file.ts'
import { ReportRefused } from '../../../ingest/collectors/refused.ts'
import { digestOf } from '../../../ingest/collectors/pull/page-digest.ts'
import { type FileOutcome, inEnvelopes } from '../collect/read-reports.ts'

export interface Pulling {
  readonly source: PullSource
  /** Tracker, server and project: what the state is of, and how pages are named to people. */
  readonly of: string
  readonly mapping: IssueMapping
  readonly reader: Reader
  readonly stateFile: string
  /** How much is read again of what earlier pulls told, in milliseconds. */
  readonly lookBack: number
  readonly dryRun: boolean
  /** Told when it begins, and of each moment that was written down. */
  readonly began: (since: number | null) => void
  readonly reached: (upTo: number) => void
}

/**
 * What changed in a tracker since the last pull, page by page. How far it came is written down only when the page
 * was delivered, that is, when the next one is asked for; so a pull that ends early is taken up where it ended. An
 * issue that cannot be read ends the pull before its page, which stays to be told.
 *
 * @throws {PullFailed}
 */
export async function* pulledPages(pulling: Pulling): AsyncGenerator<FileOutcome> {
  const { of, stateFile, dryRun } = pulling
  const before = await readPullState(stateFile, of)
  const since = before === null ? null : before - pulling.lookBack
  pulling.began(since)
  let upTo = before
  try {
    for await (const page of pulling.source.changedSince(since)) {
      const { facts, warnings } = factsOfIssues(page.issues, pulling.mapping)
      const events = inEnvelopes(facts, { digest: digestOf(page.raw) }, pulling.reader)
      yield { kind: 'read', path: of, events, warnings }
      if (dryRun || (upTo !== null && page.upTo <= upTo)) continue
      upTo = page.upTo
      await writePullState(stateFile, of, upTo)
      pulling.reached(upTo)
    }
  } catch (error) {
    if (!(error instanceof ReportRefused)) throw error
    yield { kind: 'refused', path: of, refused: error, digest: null }
  }
}
