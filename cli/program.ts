import { Command } from 'commander'
import { readEnvironment } from '../schemas/config.ts'
import { kafkaConfig } from '../schemas/config-kafka.ts'
import { factKinds, isFactKind } from '../schemas/facts/index.ts'
import { jsonSchemaOf } from '../schemas/json-schema.ts'
import { analyzeChartFile, type AnalyzeChartOptions } from './commands/analyze-chart.ts'
import { analyzeReliabilityFile, type AnalyzeReliabilityOptions } from './commands/analyze-reliability.ts'
import { type AnalyzeOptions, analyzeEvmFile } from './commands/analyze.ts'
import { addCollect } from './commands/collect/collect-command.ts'
import type { DemoOptions } from './commands/demo.ts'
import { addDoctor } from './commands/doctor.ts'
import { addInit } from './commands/init.ts'
import { addExport } from './commands/export.ts'
import { addKeys } from './commands/keys.ts'
import { addPolicy } from './commands/policy.ts'
import { addPull } from './commands/pull/pull-command.ts'
import { addQuarantine } from './commands/quarantine-command.ts'
import { type AskOptions, checkGate, type GateOptions, showReadiness } from './commands/readiness.ts'
import { type SendOptions, sendFile } from './commands/send.ts'
import type { ServeOptions } from './commands/serve.ts'
import { addVerify } from './commands/verify.ts'
import { withKeyOption } from './key.ts'
import { withAttempts, withServer } from './server-option.ts'
import type { Terminal } from './terminal.ts'

interface KafkaOptions {
  readonly kafka?: string
  readonly topic: string
  readonly attempts: number
}

/** The connection is that of the environment (TLS, SASL), at the brokers asked for. */
async function sendToKafka(file: string, options: KafkaOptions, terminal: Terminal): Promise<void> {
  const environment = readEnvironment({ ...terminal.environment, KANMON_KAFKA_BROKERS: options.kafka })
  const config = kafkaConfig(environment)
  if (config === null) throw new Error('send: --kafka names no broker')
  const { sendFileToKafka } = await import('./commands/send-kafka.ts')
  await sendFileToKafka(file, { ...options, connection: config.connection }, terminal)
}

function asking(command: Command, terminal: Terminal): Command {
  return withServer(command, terminal)
    .option('--gate <gate>', 'plan, release, or the id of a phase', 'release')
    .option('--at <moment>', 'what had happened by then: a date or an instant')
    .option('--as-of <moment>', 'what was known by then: a date or an instant')
    .option('--json', 'the whole answer as JSON')
}

/** The `kanmon` command on a terminal. */
export function createProgram(outer: Terminal): Command {
  const program = new Command('kanmon').description('SHIP or HOLD for every project, and why').exitOverride()
  const terminal = withKeyOption(outer, program)
  program
    .command('serve')
    .description('serve the API')
    .option('--port <port>', 'port to listen on (KANMON_PORT, 8787)')
    .option(
      '--host <host>',
      'address to listen on; others than loopback need access control (KANMON_HOST, 127.0.0.1)',
    )
    .action(async (options: ServeOptions) => {
      // The server is most of what there is to load, and the other commands do without it.
      const { serve } = await import('./commands/serve.ts')
      await serve(options, terminal)
    })
  program
    .command('demo')
    .description('serve an example portfolio made from real series, and print it')
    .option('--once', 'end after the table')
    .option('--port <port>', 'port to listen on (8787)')
    .action(async (options: DemoOptions) => {
      const { demo } = await import('./commands/demo.ts')
      await demo(options, terminal)
    })
  asking(
    program.command('readiness <project>').description('the verdict on a project, with its reasons'),
    terminal,
  ).action((project: string, options: AskOptions) => showReadiness(project, options, terminal))
  asking(
    program
      .command('gate <project>')
      .description('for a pipeline: exit code 0 = SHIP, 1 = HOLD, 2 = could not be judged'),
    terminal,
  )
    .option('--attest <file>', 'write the signed verdict to a file, for kanmon verify')
    .action((project: string, options: GateOptions) => checkGate(project, options, terminal))
  const send = program
    .command('send <file>')
    .description('send the events of an NDJSON file (- = standard input)')
  withAttempts(withServer(send, terminal))
    .option('--kafka <brokers>', 'send to Kafka instead: host:port, host:port')
    .option('--topic <topic>', 'topic in Kafka', 'kanmon.events')
    .action((file: string, options: SendOptions & KafkaOptions) =>
      options.kafka === undefined ? sendFile(file, options, terminal) : sendToKafka(file, options, terminal),
    )
  addCollect(program, terminal)
  addInit(program, terminal)
  addDoctor(program, terminal)
  addExport(program, terminal)
  addKeys(program, terminal)
  addPull(program, terminal)
  addQuarantine(program, terminal)
  addPolicy(program, terminal)
  addVerify(program, terminal)
  program
    .command('schema [kind]')
    .description('print the JSON Schema of a kind of fact, or the kinds')
    .action((kind: string | undefined) => {
      if (kind === undefined) for (const known of factKinds) terminal.out(known)
      else if (isFactKind(kind)) terminal.out(JSON.stringify(jsonSchemaOf(kind), null, 2))
      else throw new Error(`there is no kind ${kind}; kanmon schema lists them`)
    })
  const analyze = program.command('analyze').description('compute from a file, without a server')
  analyze
    .command('evm <file>')
    .description('earned value of a CSV file with the columns period,pv,ev,ac')
    .option('--json', 'one object per period with every value')
    .option('--calendar', 'dated rows: date,pv,ev,ac')
    .action((file: string, options: AnalyzeOptions) => analyzeEvmFile(file, options, terminal))
  analyze
    .command('chart <file>')
    .description('control chart of a CSV file with the columns label,count,exposure')
    .requiredOption('--kind <kind>', 'u, laney, c, ewma or cusum')
    .option('--lambda <weight>', 'ewma: weight of the newest value (0.2)')
    .option('--limit <width>', 'ewma: width of the limits in standard deviations (3)')
    .option('--k <reference>', 'cusum: reference value in standard deviations (0.5)')
    .option('--h <decision>', 'cusum: decision value in standard deviations (5)')
    .option('--target <rate>', 'ewma, cusum: what the rates are held against (their mean)')
    .option('--sigma <deviation>', 'ewma, cusum: standard deviation of a rate of exposure 1 (of the rates)')
    .option('--json', 'the whole chart')
    .action((file: string, options: AnalyzeChartOptions) => analyzeChartFile(file, options, terminal))
  analyze
    .command('reliability <file>')
    .description('reliability growth of a CSV file of failures')
    .option('--json', 'the whole answer')
    .option('--observed-until <t>', 'end of observation')
    .option('--axis <axis>', 'days or cases')
    .option('--mission <length>', 'how long it is to run without a failure (a twentieth of the observation)')
    .option('--target <probability>', 'reliability to reach for the mission (0.95)')
    .option('--residual <failures>', 'failures that may be left (1)')
    .option('--bootstrap <n>', 'intervals from so many simulations of the selected model (20 to 1000)')
    .option('--seed <seed>', 'of the simulations: the same seed, the same intervals (1)')
    .action((file: string, options: AnalyzeReliabilityOptions) =>
      analyzeReliabilityFile(file, options, terminal),
    )
  return program
}
