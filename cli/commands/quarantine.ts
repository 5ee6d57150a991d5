import {
  quarantineDetail,
  type QuarantineEntry,
  quarantinePage,
  type ReplayAnswer,
  replayAnswer,
  type ReplayOutcome,
} from '../../schemas/answers.ts'
import { request } from '../client.ts'
import type { Terminal } from '../terminal.ts'

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

/** A cell of a line: tabs and line ends would shift the others. */
const cell = (value: string | null) => (value === null ? '–' : value.replace(/\s+/g, ' '))

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
    )
    entries.push(...page.entries)
    cursor = page.next ?? undefined
  } while (cursor !== undefined && entries.length < options.limit)
  if (options.json === true) {
    terminal.out(JSON.stringify(entries, null, 2))
    return
  }
  terminal.out(COLUMNS.join('\t'))
  for (const entry of entries) terminal.out(COLUMNS.map((name) => cell(entry[name])).join('\t'))
}

/** `kanmon quarantine show ENTRY`: one refused event, every reason it was given, and what was sent. */
export async function showEntry(name: string, options: QuarantineOptions, terminal: Terminal): Promise<void> {
  const path = `/v1/quarantine/${encodeURIComponent(name)}`
  const entry = await request(addressOf(options.url, path), quarantineDetail)
  if (options.json === true) {
    terminal.out(JSON.stringify(entry, null, 2))
    return
  }
  const { history, raw, ...rest } = entry
  for (const [field, value] of Object.entries(rest)) terminal.out(`${field}\t${value ?? '–'}`)
  for (const { at, outcome, code, message } of history)
    terminal.out(['history', at, outcome, cell(code), cell(message)].join('\t'))
  terminal.out(raw)
}

async function replayPage(options: ReplayOptions, entries: readonly string[], cursor: string | null) {
  const { project, code, dryRun = false } = options
  const body =
    entries.length > 0
      ? { entries, dryRun }
      : { project, code, dryRun, limit: PAGE, ...(cursor && { cursor }) }
  return request(addressOf(options.url, '/v1/quarantine/replay'), replayAnswer, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
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
    const answer: ReplayAnswer = await replayPage(options, entries, cursor)
    for (const result of answer.results) {
      const { entry, outcome, code, message } = result
      counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
      const line = [entry, outcome, cell(code), cell(message)].join('\t')
      terminal.out(options.json === true ? JSON.stringify(result) : line)
    }
    cursor = answer.next
  } while (cursor !== null)
  terminal.note([...counts].map(([outcome, count]) => `${outcome}=${count}`).join(' ') || 'replayed=0')
  const settled = (counts.get('replayed') ?? 0) + (counts.get('replayed-before') ?? 0)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  terminal.setExitCode(settled === total ? 0 : 1)
}
