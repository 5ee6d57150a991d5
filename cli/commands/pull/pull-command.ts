import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import { issueMapping } from '../../../ingest/collectors/issues/mapping.ts'
import { PullFailed } from '../../../ingest/collectors/pull/failure.ts'
import type { PullPorts } from '../../../ingest/collectors/pull/tracker-client.ts'
import { readSettings } from '../../../ingest/collectors/settings-file.ts'
import { projectId } from '../../../schemas/primitives.ts'
import { withAttempts, withServer } from '../../server-option.ts'
import type { Terminal } from '../../terminal.ts'
import { kanmonVersion } from '../../version.ts'
import { wholeNumber } from '../../whole-number.ts'
import { sendOutcomes } from '../collect/run-collect.ts'
import { pulledPages } from './pulled-pages.ts'
import { type PullableTracker, pullableTrackers, tokenOf } from './trackers.ts'

interface PullOptions {
  readonly project?: string
  readonly mapping: string
  readonly state: string
  readonly server?: string
  readonly token: string
  readonly lookBack: number
  readonly url: string
  readonly attempts: number
  readonly dryRun?: boolean
  readonly explain?: boolean
}

const MINUTE = 60_000

/** Time and network of a pull; tests bring their own. */
export type PullSurroundings = Pick<PullPorts, 'fetch' | 'now' | 'sleep'>

const surroundings: PullSurroundings = {
  fetch,
  now: Date.now,
  sleep: (seconds) => setTimeout(seconds * 1000),
}

async function pull(
  { tracker, source: sourceOf, server: usual }: PullableTracker,
  of: string,
  options: PullOptions,
  terminal: Terminal,
  outside: PullSurroundings,
): Promise<void> {
  const project = projectId.safeParse(options.project ?? terminal.environment['KANMON_PROJECT'])
  if (!project.success) throw new Error('pull: --project (or KANMON_PROJECT) must be a project id')
  const server = options.server ?? usual
  if (server === null) throw new Error('pull: --server must say where the tracker is')
  const mapping = readSettings(readFileSync(options.mapping, 'utf8'), options.mapping, issueMapping)
  const dryRun = options.dryRun === true
  terminal.setExitCode(2)
  try {
    const token = tokenOf(terminal.environment, options.token)
    const waiting = (seconds: number, cause: string) =>
      terminal.note(terminal.translate('pull.waiting', { tracker, seconds, cause }))
    const source = sourceOf(of, server, token, terminal.environment, { ...outside, waiting })
    const { host } = new URL(server)
    // Events of a pull and of an export of the same tracker are the same events.
    const reader = { collector: 'issues', version: kanmonVersion(), project: project.data }
    const pages = pulledPages({
      source,
      of: `${tracker} ${host} ${of}`,
      mapping,
      reader,
      stateFile: options.state,
      lookBack: options.lookBack * MINUTE,
      dryRun,
      began: (since) =>
        terminal.note(terminal.translate('pull.began', { tracker, since: momentText(since) })),
      reached: (upTo) =>
        terminal.note(terminal.translate('pull.state', { upTo: momentText(upTo), path: options.state })),
    })
    const sending = {
      url: options.url,
      attempts: options.attempts,
      dryRun,
      explain: options.explain === true,
    }
    await sendOutcomes(pages, reader, { ...sending, now: outside.now }, terminal)
  } catch (error) {
    if (!(error instanceof PullFailed)) throw error
    terminal.setExitCode(2)
    terminal.note(terminal.translate('pull.failed', { tracker, code: error.code, message: error.message }))
  }
}

const momentText = (instant: number | null) => (instant === null ? 'none' : new Date(instant).toISOString())

/** `kanmon pull …`: reads what changed in an issue tracker and sends it as facts. */
export function addPull(
  program: Command,
  terminal: Terminal,
  outside: PullSurroundings = surroundings,
): void {
  const command = program
    .command('pull')
    .description('read what changed in an issue tracker and send what it says')
  for (const definition of pullableTrackers) {
    const one = command.command(`${definition.tracker} <${definition.argument}>`)
    withAttempts(withServer(one, terminal))
      .description(definition.description)
      .option('--project <id>', 'project that the issues belong to (KANMON_PROJECT)')
      .requiredOption('--mapping <file>', 'YAML: which words of the tracker are which of ours')
      .requiredOption('--state <file>', 'where it is kept how far the last pull came')
      .option('--server <url>', 'where the tracker is', definition.server ?? undefined)
      .option('--token <variable>', 'environment variable with the token', definition.tokenVariable)
      .option('--look-back <minutes>', 'minutes before the last pull that are read again', wholeNumber, 60)
      .option('--dry-run', 'print the facts as NDJSON, send nothing and keep no state')
      .option('--explain', 'print which change of which issue became which fact')
      .action((of: string, options: PullOptions) => pull(definition, of, options, terminal, outside))
  }
}
