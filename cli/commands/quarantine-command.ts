import type { Command } from 'commander'
import { withServer } from '../server-option.ts'
import type { Terminal } from '../terminal.ts'
import {
  type ListOptions,
  listQuarantine,
  type QuarantineOptions,
  type ReplayOptions,
  replayQuarantine,
  showEntry,
} from './quarantine.ts'

/** Adds `kanmon quarantine ls|show|replay`. */
export function addQuarantine(program: Command, terminal: Terminal): void {
  const asking = (command: Command) => withServer(command, terminal).option('--json', 'the answer as JSON')
  const group = program.command('quarantine').description('refused events: see them, read them again')
  asking(group.command('ls').description('list refused events, the newest first'))
    .option('--project <project>', 'of this project only')
    .option('--code <code>', 'refused for this reason only')
    .option('--state <state>', 'open, replayed or all', 'open')
    .option('--limit <n>', 'at most so many', Number, 100)
    .action((options: ListOptions) => listQuarantine(options, terminal))
  asking(
    group.command('show <entry>').description('one refused event, every reason, and what was sent'),
  ).action((entry: string, options: QuarantineOptions) => showEntry(entry, options, terminal))
  asking(
    group
      .command('replay [entries...]')
      .description('read refused events again with this version; those that are valid now become facts'),
  )
    .option('--project <project>', 'every open one of this project')
    .option('--code <code>', 'every open one refused for this reason')
    .option('--all', 'every open one')
    .option('--dry-run', 'say what would become of them, and store nothing')
    .action((entries: string[], options: ReplayOptions) => replayQuarantine(entries, options, terminal))
}
