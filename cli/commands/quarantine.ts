import {
  quarantineDetail,
  type QuarantineEntry,
  quarantinePage,
  type ReplayAnswer,
  replayAnswer,
  type ReplayOutcome,
} from '../../schemas/answers.ts'
import { request } from '../client.ts'
import { withKey } from '../key.ts'
import type { MessageKey } from '../../schemas/messages/index.ts'
import type { Terminal } from '../terminal.ts'
import { textTable } from '../text-table.ts'

export interface QuarantineOptions {
  readonly url: string
  readonly json?: boolean
}

export interface ListOptions extends QuarantineOptions {
  readonly project?: string
  readonly code?: string
  readonly state: string
  readonly limit: number
}

export interface ReplayOptions extends QuarantineOptions {
  readonly project?: string
  readonly code?: string
  readonly all?: boolean
  readonly dryRun?: boolean
}

const COLUMNS = ['entry', 'receivedAt', 'state', 'code', 'project', 'kind', 'message'] as const
/** So many entries are listed or replayed with one request. */
const PAGE = 200

function addressOf(
  url: string,
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const address = new URL(path, url)
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) address.searchParams.set(name, value)
  return address.href
}

type Heading = Extract<MessageKey, `quarantine.${string}`> extends `quarantine.${infer Name}` ? Name : never

const headOf = (columns: readonly Heading[], { translate }: Terminal): readonly string[] =>
  columns.map((name) => translate(`quarantine.${name}`))

/** `kanmon quarantine ls`: refused events, the newest first, one a line. */
export async function listQuarantine(options: ListOptions, terminal: Terminal): Promise<void> {
  const { project, code, state } = options
  const filter = { project, code, state: state === 'all' ? undefined : state }
  const entries: QuarantineEntry[] = []
  let cursor: string | undefined
  do {
    const limit = String(Math.min(PAGE, options.limit - entries.length))
    const page = await request(
      addressOf(options.url, '/v1/quarantine', { ...filter, limit, cursor }),
      quarantinePage,
      withKey(terminal),
    )
    entries.push(...page.entries)
    cursor = page.next ?? undefined
  } while (cursor !== undefined && entries.length < options.limit)
  if (options.json === true) {
    terminal.out(JSON.stringify(entries, null, 2))
    return
  }
  if (entries.length === 0) {
    terminal.note(terminal.translate('quarantine.none'))
    return
  }
  const rows = entries.map((entry) => COLUMNS.map((name) => entry[name]))
  terminal.out(textTable(headOf(COLUMNS, terminal), rows, terminal))
}

/** `kanmon quarantine show ENTRY`: one refused event, every reason it was given, and what was sent. */
export async function showEntry(name: string, options: QuarantineOptions, terminal: Terminal): Promise<void> {
  const path = `/v1/quarantine/${encodeURIComponent(name)}`
  const entry = await request(addressOf(options.url, path), quarantineDetail, withKey(terminal))
  if (options.json === true) {
    terminal.out(JSON.stringify(entry, null, 2))
    return
  }
  const { history, raw, ...rest } = entry
  const fields = Object.entries(rest).map(([field, value]) => [field, value === null ? null : String(value)])
  terminal.out(textTable(headOf(['field', 'value'], terminal), fields, terminal))
  const past = history.map(({ at, outcome, code, message }) => [at, outcome, code, message])
  terminal.out(textTable(headOf(['at', 'outcome', 'code', 'message'], terminal), past, terminal))
  terminal.out(terminal.translate('quarantine.sent'))
  terminal.out(raw)
}

async function replayPage(
  options: ReplayOptions,
  entries: readonly string[],
  cursor: string | null,
  terminal: Terminal,
) {
  const { project, code, dryRun = false } = options
  const body =
    entries.length > 0
      ? { entries, dryRun }
      : { project, code, dryRun, limit: PAGE, ...(cursor && { cursor }) }
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
  return request(addressOf(options.url, '/v1/quarantine/replay'), replayAnswer, withKey(terminal, init))
}

function printResults(results: ReplayAnswer['results'], options: ReplayOptions, terminal: Terminal): void {
  if (options.json === true) for (const result of results) terminal.out(JSON.stringify(result))
  else if (results.length > 0) {
    const rows = results.map(({ entry, outcome, code, message }) => [entry, outcome, code, message])
    terminal.out(textTable(headOf(['entry', 'outcome', 'code', 'message'], terminal), rows, terminal))
  }
}

/**
 * `kanmon quarantine replay`: refused events are read again. Exit code 0 when all of them are facts now, 1 when
 * some stay, 2 when it could not be done.
 */
export async function replayQuarantine(
  entries: readonly string[],
  options: ReplayOptions,
  terminal: Terminal,
): Promise<void> {
  const isFiltered = options.project !== undefined || options.code !== undefined
  const ways = [entries.length > 0, isFiltered, options.all === true].filter(Boolean).length
  if (ways !== 1) throw new Error('quarantine replay: name entries, or give --project or --code, or --all')
  terminal.setExitCode(2)
  const counts = new Map<ReplayOutcome, number>()
  let cursor: string | null = null
  do {
    const answer: ReplayAnswer = await replayPage(options, entries, cursor, terminal)
    for (const { outcome } of answer.results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
    printResults(answer.results, options, terminal)
    cursor = answer.next
  } while (cursor !== null)
  const countOf = (...outcomes: readonly ReplayOutcome[]) =>
    outcomes.reduce((sum, outcome) => sum + (counts.get(outcome) ?? 0), 0)
  const summary = {
    replayed: countOf('replayed'),
    before: countOf('replayed-before'),
    refused: countOf('refused', 'not-whole'),
    missing: countOf('not-found'),
  }
  terminal.note(terminal.translate('quarantine.counts', summary))
  terminal.setExitCode(summary.refused + summary.missing === 0 ? 0 : 1)
}
