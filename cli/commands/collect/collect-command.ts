import type { Command } from 'commander'
import type { CollectContext } from '../../../ingest/collectors/collector.ts'
import { identifier, projectId, timeZone } from '../../../schemas/primitives.ts'
import { withAttempts, withServer } from '../../server-option.ts'
import type { Terminal } from '../../terminal.ts'
import { collectors } from './collecting.ts'
import { addCollectConfigured } from './config-command.ts'
import type { Collecting } from './define-collector.ts'
import { kanmonVersion } from '../../version.ts'
import { runCollect } from './run-collect.ts'

/** Options that every collector takes. */
interface SharedOptions {
  readonly project?: string
  readonly phase?: string
  readonly component?: string
  readonly commit?: string
  readonly timeZone: string
  readonly url: string
  readonly attempts: number
  readonly dryRun?: boolean
  readonly explain?: boolean
}

function contextOf(options: SharedOptions, environment: Terminal['environment']): CollectContext {
  const project = projectId.safeParse(options.project ?? environment['KANMON_PROJECT'])
  if (!project.success) throw new Error('collect: --project (or KANMON_PROJECT) must be a project id')
  const checked = (value: string | undefined) => (value === undefined ? undefined : identifier.parse(value))
  return {
    project: project.data,
    timeZone: timeZone.parse(options.timeZone),
    phase: checked(options.phase),
    component: checked(options.component),
    commit: checked(options.commit),
  }
}

function addCollector(collect: Command, definition: Collecting, terminal: Terminal): void {
  const command = withAttempts(withServer(collect.command(`${definition.name} <path...>`), terminal))
    .description(definition.description)
    .option('--project <id>', 'project that the reports are about (KANMON_PROJECT)')
    .option('--phase <id>', 'phase that they belong to')
    .option('--component <id>', 'component that they are about')
    .option('--commit <sha>', 'commit that was looked at')
    .option('--time-zone <zone>', 'zone of times that name none', 'Asia/Tokyo')
    .option('--dry-run', 'print the facts as NDJSON and send nothing')
    .option('--explain', 'print which place of which report became which fact')
  definition.addOptions(command)
  command.action(async (paths: string[], options: SharedOptions) => {
    const context = contextOf(options, terminal.environment)
    const reader = { collector: definition.name, version: kanmonVersion(), project: context.project }
    const sending = {
      url: options.url,
      attempts: options.attempts,
      dryRun: options.dryRun === true,
      explain: options.explain === true,
      now: Date.now,
    }
    await runCollect(paths, definition.bind({ ...options }), context, reader, sending, terminal)
  })
}

/** `kanmon collect …`: reads what tools already write and sends it as facts. */
export function addCollect(program: Command, terminal: Terminal): void {
  const collect = program.command('collect').description('read reports of other tools and send what they say')
  addCollectConfigured(collect, terminal)
  for (const definition of collectors) addCollector(collect, definition, terminal)
}
