import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { CONFIG_FILE } from '../../schemas/collect-config.ts'
import { projectId } from '../../schemas/primitives.ts'
import { type ConfigFile, filesOfEntry, readConfigFile } from '../config-file.ts'
import { type Check, type CheckMaker, checkMaker } from '../doctor/check.ts'
import { checkConnection, checkProject, checkQuarantine, checkWriting } from '../doctor/server-checks.ts'
import type { Terminal } from '../terminal.ts'
import { DEFAULT_URL } from '../server-option.ts'

export interface DoctorOptions {
  readonly config: string
  readonly url?: string
  readonly project?: string
  readonly json?: boolean
}

/** Whether the file is well-formed, and each of its entries fits a file. */
function checkConfig(file: string, make: CheckMaker): { given: ConfigFile | null; checks: Check[] } {
  try {
    const given = readConfigFile(file)
    const { project, collect } = given.config
    const ofFiles = collect.map(({ collector, paths, optional }) => {
      const { files, missing } = filesOfEntry(given.root, paths)
      return missing.length > 0 && !optional
        ? make.bad('files', { collector, paths: missing.join(', ') })
        : make.good('files', { collector, files: files.length })
    })
    return { given, checks: [make.good('config', { file, project, entries: collect.length }), ...ofFiles] }
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
  const { given, checks } = isAsked ? checkConfig(options.config, make) : { given: null, checks: [] }
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
    checks.push(await checkWriting(asking))
    if (project.success) {
      checks.push(...(await checkProject(asking)))
      const waiting = await checkQuarantine(asking)
      if (waiting !== null) checks.push(waiting)
    }
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
