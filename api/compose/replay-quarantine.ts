import type { Admit } from '../../ingest/events/admit.ts'
import { decide } from '../../ingest/intake/decide.ts'
import { makeSalt } from '../../ingest/intake/first-of-id.ts'
import type { OrderReceipt } from '../../ingest/intake/intake.ts'
import {
  replayOutcome,
  type ReplayAnswer,
  type ReplayOutcome,
  type ReplayResult,
} from '../../schemas/answers.ts'
import type { Refusal } from '../../schemas/refusals.ts'
import type { StoredIdentity } from '../../store/facts/find-identities.ts'
import type { Resolution } from '../../store/quarantine/append-resolutions.ts'
import type { QuarantineEntry } from '../../store/quarantine/rows.ts'
import { reread, type Reread } from './reread.ts'

export interface ReplayPorts {
  /** Which events whoever replays them may send. */
  readonly admit?: Admit | undefined
  readonly now: () => number
  readonly random: () => number
  /** Stores one event that was read before and is no order; it is refused only for what the store knows. */
  readonly submit: (event: unknown) => Promise<OrderReceipt>
  readonly findIdentities: (identities: readonly string[]) => Promise<ReadonlyMap<string, StoredIdentity>>
  readonly record: (resolutions: readonly Resolution[]) => Promise<void>
}

/** What became of a readable event in the store, or would become of it. */
type Verdict = { readonly isDuplicate: boolean } | { readonly refusal: Refusal }

/**
 * Reads entries again. Facts are stored before their entries are marked, so a replay that breaks off is done
 * again without counting anything twice; an entry that is refused for the same reason as before leaves no mark.
 */
export async function replayEntries(
  entries: readonly QuarantineEntry[],
  isDryRun: boolean,
  ports: ReplayPorts,
): Promise<ReplayResult[]> {
  const open = entries.filter(({ replayedAt }) => replayedAt === null)
  const read = open.map((entry, index) => reread(entry, index, ports.now(), ports.admit))
  const readable = read.filter((each) => each.state === 'readable')
  const verdicts = isDryRun ? await predict(readable, ports) : await store(readable, ports)
  const byEntry = new Map(readable.map(({ from }, place) => [from.entry, verdicts[place]]))
  const results = new Map(read.map((each) => [each.from.entry, resultOf(each, byEntry.get(each.from.entry))]))
  if (!isDryRun)
    await ports.record(open.flatMap((entry) => resolutionOf(entry, results.get(entry.entry), ports)))
  return entries.map((entry) => results.get(entry.entry) ?? result(entry.entry, 'replayed-before'))
}

function store(
  readable: readonly (Reread & { state: 'readable' })[],
  ports: ReplayPorts,
): Promise<Verdict[]> {
  return Promise.all(readable.map(({ event }) => ports.submit(event)))
}

async function predict(
  readable: readonly (Reread & { state: 'readable' })[],
  ports: ReplayPorts,
): Promise<Verdict[]> {
  const stored = await ports.findIdentities(readable.map(({ entry }) => entry.fact.identity))
  const decisions = decide(
    readable.map(({ entry }) => entry),
    stored,
    makeSalt(ports.random),
  )
  return decisions.map((decision) =>
    decision.state === 'refused'
      ? { refusal: decision.refused.refusal }
      : { isDuplicate: decision.state === 'duplicate' },
  )
}

function resultOf(read: Reread, verdict: Verdict | undefined): ReplayResult {
  const { entry } = read.from
  if (read.state === 'not-whole') return result(entry, 'not-whole', read.from)
  if (read.state === 'refused') return result(entry, 'refused', read.refusal)
  if (verdict === undefined) throw new Error(`replay: nothing is known about entry ${entry}`)
  if ('refusal' in verdict) return result(entry, 'refused', verdict.refusal)
  return { ...result(entry, 'replayed'), duplicate: verdict.isDuplicate }
}

function resolutionOf(
  before: QuarantineEntry,
  now: ReplayResult | undefined,
  ports: ReplayPorts,
): Resolution[] {
  const { entry } = before
  // After everything that was noted before, also when the clock was set back.
  const resolvedAt = Math.max(ports.now(), before.lastAt + 1)
  if (now?.outcome === 'replayed') return [{ entry, resolvedAt, refusal: null }]
  if (now?.outcome !== 'refused') return []
  const { code, field, message } = now
  // That tells of whoever replayed it, and nothing of the entry.
  if (code === 'NOT_PERMITTED') return []
  const isSame = code === before.code && field === before.field && message === before.message
  return isSame ? [] : [{ entry, resolvedAt, refusal: { code, field, message } as Refusal }]
}

/** One result; `reason` says why it is no fact. */
export function result(entry: string, outcome: ReplayOutcome, reason?: Refusal): ReplayResult {
  const { code = null, field = null, message = null } = reason ?? {}
  return { entry, outcome, duplicate: false, code, field, message }
}

/** The answer to a replay, with how many there are of each outcome. */
export function replayAnswerOf(
  results: readonly ReplayResult[],
  isDryRun: boolean,
  next: string | null,
): ReplayAnswer {
  const count = (outcome: ReplayOutcome) => results.filter((each) => each.outcome === outcome).length
  const counts = Object.fromEntries(replayOutcome.options.map((outcome) => [outcome, count(outcome)]))
  return { dryRun: isDryRun, counts: counts as ReplayAnswer['counts'], results: [...results], next }
}
