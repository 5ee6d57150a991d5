import { type Command, Option } from 'commander'
import { weeklyFormat, type WeeklyFormat } from '../../schemas/answers-weekly.ts'
import { download } from '../client.ts'
import { withKey } from '../key.ts'
import { withServer } from '../server-option.ts'
import type { Terminal } from '../terminal.ts'
import { writeWholeFile } from '../whole-file.ts'

interface ExportOptions {
  readonly url: string
  readonly format: WeeklyFormat
  readonly out: string
  readonly gate: string
  readonly from?: string
  readonly to?: string
  readonly project?: string
  readonly division?: string
  readonly asOf?: string
  readonly bom?: boolean
}

const ASKED = ['format', 'gate', 'from', 'to', 'project', 'division', 'asOf'] as const

/** `kanmon export weekly`: a file that is whole or not there, or standard output. */
async function exportWeekly(options: ExportOptions, terminal: Terminal): Promise<void> {
  const url = new URL('/v1/exports/weekly', options.url)
  for (const name of ASKED) {
    const value = options[name]
    if (value !== undefined) url.searchParams.set(name, value)
  }
  if (options.bom === true) url.searchParams.set('bom', '1')
  url.searchParams.set('lang', terminal.language)
  const content = await download(url.href, withKey(terminal))
  if (options.out === '-') {
    for await (const piece of content) await terminal.bytes(piece)
    return
  }
  await writeWholeFile(options.out, content)
  terminal.note(terminal.translate('export.written', { file: options.out }))
}

/** Adds `kanmon export weekly`. */
export function addExport(program: Command, terminal: Terminal): void {
  const group = program.command('export').description('trends as files')
  withServer(group.command('weekly'), terminal)
    .description('one row per project and ISO week: verdict, score, earned value, every indicator')
    .addOption(
      new Option('--format <format>', 'form of the file').choices(weeklyFormat.options).default('csv'),
    )
    .requiredOption('--out <file>', 'file to write, which is whole or not there (- = standard output)')
    .option('--gate <gate>', 'plan, release, or the id of a phase', 'release')
    .option('--from <week>', 'first week: YYYY-Www or a day of it (twelve weeks back)')
    .option('--to <week>', 'last week: YYYY-Www or a day of it (the running one)')
    .option('--project <project>', 'one project only')
    .option('--division <division>', 'the projects of one division')
    .option('--as-of <moment>', 'what was known by then: a date or an instant')
    .option('--bom', 'CSV with the mark by which Excel knows UTF-8')
    .action((options: ExportOptions) => exportWeekly(options, terminal))
}
