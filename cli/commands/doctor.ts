import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { type CollectEntry, CONFIG_FILE } from '../../schemas/collect-config.ts'
import { projectId } from '../../schemas/primitives.ts'
import { ReportRefused } from '../../ingest/collectors/refused.ts'
import { type ConfigFile, readConfigFile } from '../config-file.ts'
import { type Check, type CheckMaker, checkMaker } from '../doctor/check.ts'
import { checkConnection, checkProject, checkQuarantine, checkRights } from '../doctor/server-checks.ts'
import type { Terminal } from '../terminal.ts'
import { DEFAULT_URL } from '../server-option.ts'
import { argumentsOf, boundEntry } from './collect/bound-entry.ts'

export interface DoctorOptions {
  readonly config: string
  readonly url?: string
  readonly project?: string
  readonly json?: boolean
}

/** Whether an entry of the file finds what it is to read. */
async function checkEntry(entry: CollectEntry, given: ConfigFile, make: CheckMaker): Promise<Check> {
  const { collector, paths, optional } = entry
  const bound = boundEntry(entry, given)
  const { found, missing } = argumentsOf(entry, bound, given)
  if (bound.readsFiles) {
    return missing.length > 0 && !optional
      ? make.bad('files', { collector, paths: missing.join(', ') })
      : make.good('files', { collector, files: found.length })
  }
  try {
    for (const range of found) await bound.open(range, () => undefined)
    return make.good('commits', { collector, paths: paths.join(', ') })
  } catch (error) {
    if (!(error instanceof ReportRefused)) throw error
    return make.bad('commits', { collector, code: error.code, detail: error.message })
  }
}

/** Whether the file is well-formed, and each of its entries finds what it is to read. */
async function checkConfig(
  file: string,
  make: CheckMaker,
): Promise<{ given: ConfigFile | null; checks: Check[] }> {
  try {
    const given = readConfigFile(file)
    const { project, collect } = given.config
    const ofEntries: Check[] = []
    for (const entry of collect) ofEntries.push(await checkEntry(entry, given, make))
    return { given, checks: [make.good('config', { file, project, entries: collect.length }), ...ofEntries] }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { given: null, checks: [make.bad('config', { detail })] }
  }
}

function print(checks: readonly Check[], json: boolean, terminal: Terminal): void {
  if (json) {
    terminal.out(JSON.stringify({ ok: checks.every(({ ok }) => ok), checks }, null, 2))
    return
  }
  for (const { ok, message, remedy } of checks) {
    terminal.out(`${ok ? '✓' : '✗'} ${message}`)
    if (remedy !== null) terminal.out(terminal.translate('doctor.remedy', { remedy }))
  }
}

/**
 * `kanmon doctor`: what stands between a project and its verdict, each with what to do. Exit code 0 when nothing does,
 * 1 when something does, 2 when the server could not be reached.
 */
export async function doctor(options: DoctorOptions, terminal: Terminal, now = Date.now): Promise<void> {
  const make = checkMaker(terminal)
  const isAsked = options.config !== CONFIG_FILE || existsSync(options.config)
  const { given, checks } = isAsked ? await checkConfig(options.config, make) : { given: null, checks: [] }
  const named = options.project ?? terminal.environment['KANMON_PROJECT'] ?? given?.config.project
  const project = projectId.safeParse(named)
  if (!project.success && checks.length === 0) {
    throw new Error(`doctor: name a project with --project, KANMON_PROJECT or ${CONFIG_FILE}`)
  }
  const url = options.url ?? terminal.environment['KANMON_URL'] ?? given?.config.url ?? DEFAULT_URL
  const asking = { url, project: project.data ?? '', terminal, make, now }
  const connection = await checkConnection(asking)
  checks.push(...connection.checks)
  if (connection.reached) {
    const rights = await checkRights(asking)
    checks.push(...rights.checks)
    if (project.success && rights.mayRead) checks.push(...(await checkProject(asking)))
    if (project.success && rights.maySeeQuarantine) checks.push(await checkQuarantine(asking))
  }
  print(checks, options.json === true, terminal)
  terminal.setExitCode(!connection.reached ? 2 : checks.every(({ ok }) => ok) ? 0 : 1)
}

export function addDoctor(program: Command, terminal: Terminal): void {
  program
    .command('doctor')
    .description('what stands between a project and its verdict: connection, rights, clock, what has arrived')
    .option('--config <file>', 'file of the project', CONFIG_FILE)
    .option('--project <id>', 'project (KANMON_PROJECT, or that of the file)')
    .option('--url <url>', 'where kanmon serves (KANMON_URL, or url in the file)')
    .option('--json', 'every check as JSON')
    .action((options: DoctorOptions) => doctor(options, terminal))
}
