import type { Command } from 'commander'
import { CONFIG_FILE } from '../../../schemas/collect-config.ts'
import { identifier } from '../../../schemas/primitives.ts'
import { readConfigFile } from '../../config-file.ts'
import { DEFAULT_URL, withAttempts } from '../../server-option.ts'
import type { Terminal } from '../../terminal.ts'
import { collectConfigured } from './collect-config.ts'

interface ConfigOptions {
  readonly config: string
  readonly url?: string
  readonly attempts: number
  readonly commit?: string
  readonly dryRun?: boolean
  readonly explain?: boolean
}

/** `kanmon collect` without the name of a collector runs what `kanmon.yaml` says. */
export function addCollectConfigured(collect: Command, terminal: Terminal): void {
  // A command of its own: options of `collect` would be taken from behind the names of collectors.
  withAttempts(collect.command('configured', { isDefault: true, hidden: true }))
    .option('--config <file>', 'what to declare and to collect', CONFIG_FILE)
    .option('--url <url>', 'where kanmon serves (KANMON_URL, or url in the file)')
    .option('--commit <sha>', 'commit that was looked at')
    .option('--dry-run', 'print the facts as NDJSON and send nothing')
    .option('--explain', 'print which place of which report became which fact')
    .action(async ({ config: file, commit, dryRun = false, explain = false, ...options }: ConfigOptions) => {
      const given = readConfigFile(file)
      const url = options.url ?? terminal.environment['KANMON_URL'] ?? given.config.url ?? DEFAULT_URL
      const checked = commit === undefined ? undefined : identifier.parse(commit)
      const { attempts } = options
      await collectConfigured(
        given,
        { url, attempts, dryRun, explain, now: Date.now, commit: checked },
        terminal,
      )
    })
}
