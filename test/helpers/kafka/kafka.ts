import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../proxy/free-port.ts'
import { until } from '../proxy/until.ts'
import { javaCommand } from './available.ts'
import { type Configuration, type Ports, serverProperties } from './configuration.ts'
import { type Guarded, startGuarded } from './guarded.ts'
import { fetchJars } from './jars.ts'
import { liveBrokers } from './metadata-probe.ts'
import { type KafkaVersion, releaseOf } from './versions.ts'

export interface KafkaOptions {
  /** `KANMON_TEST_KAFKA` or the newest 4.x when left out. */
  readonly version?: KafkaVersion
  /** Of a topic that is made without saying how many. */
  readonly partitions?: number
  /** Lines of server.properties that replace or add to the helper's own. */
  readonly configuration?: Configuration
  /** Taken from `freePort()` when a proxy must know it before the broker is there. */
  readonly port?: number
  /** The port told to clients, a proxy's for instance; `bootstrapServers` names it too. */
  readonly advertisedPort?: number
  /** A quick start by default; a benchmark wants the full compiler: `['-Xmx512m']`. */
  readonly javaOptions?: readonly string[]
}

/** A real single-node Kafka. It dies with this process, whichever way that ends. */
export interface KafkaBroker extends AsyncDisposable {
  /** The exact release that runs. */
  readonly version: string
  readonly bootstrapServers: string
  /** The broker's own port, also when another one is advertised. */
  readonly port: number
  /** Data, settings and log; gone after `close`, and when this process dies while the broker runs. */
  readonly directory: string
  /** The process, or null while stopped. */
  readonly pid: () => number | null
  /** Starts again on the same ports and data; returns when clients are answered. */
  readonly start: () => Promise<void>
  /** Orderly: SIGTERM, then SIGKILL at a deadline. The data stays for `start()`. */
  readonly stop: () => Promise<void>
  /** SIGKILL, as a power cut; the data stays for `start()`. */
  readonly kill: () => Promise<void>
  /** SIGSTOP: connections stay open, nothing is answered. */
  readonly pause: () => Promise<void>
  /** SIGCONT; returns when clients are answered. */
  readonly resume: () => Promise<void>
  /** The first errors and the last lines of the broker's log. */
  readonly logTail: (lines?: number) => string
  /** Stops and removes the data; fails with the log when the broker had died by itself. */
  readonly close: () => Promise<void>
}

const QUICK_START = ['-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']
const LOGGING = [
  '-Dorg.slf4j.simpleLogger.showDateTime=true',
  '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
  '-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config.AbstractConfig=warn',
  '-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaConfig=warn',
]
const STARTED = 'Kafka Server started'
const START_DEADLINE_MS = 60_000
const STOP_DEADLINE_MS = 20_000
const run = promisify(execFile)

/**
 * Starts a single-node Kafka (KRaft, broker and controller in one) on loopback ports, with a data directory of its
 * own, and returns when it answers clients. The caller closes it (`kafkaForFile` does so after a test file).
 *
 * @throws {Error} with the end of the broker's log when it does not come up
 */
export async function startKafka(options: KafkaOptions = {}): Promise<KafkaBroker> {
  const version = releaseOf(options.version)
  const jars = await fetchJars(version)
  const client = options.port ?? (await freePort())
  const ports: Ports = {
    client,
    controller: await freePort(),
    advertised: options.advertisedPort ?? client,
  }
  const directory = mkdtempSync(join(tmpdir(), 'kanmon-kafka-'))
  const logFile = join(directory, 'broker.log')
  const properties = join(directory, 'server.properties')
  const classPath = ['-cp', join(jars, '*')]
  const java = [...(options.javaOptions ?? QUICK_START), ...LOGGING, ...classPath]
  let server: Guarded | null = null
  let unexpected: Error | null = null

  const logTail = (lines = 40): string => endOfLog(readFileSync(logFile, 'utf8'), lines)
  const withLog = (message: string, cause?: unknown) =>
    new Error(`${message}\n--- ${logFile}\n${logTail()}`, { cause })

  const answers = async (own: Guarded, logFrom: number): Promise<void> => {
    // The log too: after SIGKILL the broker first answers from its old metadata, in which it is alive.
    const ready = async () =>
      readFileSync(logFile).includes(STARTED, logFrom) && (await liveBrokers(client)) === 1
    await until(`Kafka answers on port ${client}`, async () => own.ended() !== null || (await ready()), {
      deadlineMs: START_DEADLINE_MS,
    }).catch((cause: unknown) => {
      throw withLog(`Kafka ${version} does not answer`, cause)
    })
    const end = own.ended()
    if (end !== null) throw withLog(`Kafka ${version} ended: ${end}`)
  }

  const running = (): Guarded => {
    if (server === null) throw new Error('the broker is stopped')
    return server
  }

  const start = async (): Promise<void> => {
    if (server !== null) throw new Error('the broker runs already')
    const logFrom = statSync(logFile).size
    const own = await startGuarded(javaCommand(), [...java, 'kafka.Kafka', properties], {
      logFile,
      removeIfOrphaned: directory,
    })
    server = own
    void own.exited.then(() => {
      if (server !== own) return // asked for
      server = null
      unexpected = withLog(`Kafka ${version} died by itself: ${own.ended() ?? '?'}`)
    })
    await answers(own, logFrom)
  }

  /** Takes the process away first, so that its end counts as asked for. */
  const take = (): Guarded => {
    const own = running()
    server = null
    return own
  }

  const close = async (): Promise<void> => {
    if (server !== null) await take().terminate(STOP_DEADLINE_MS)
    rmSync(directory, { recursive: true, force: true })
    if (unexpected !== null) throw unexpected
  }

  try {
    writeFileSync(
      properties,
      serverProperties(ports, join(directory, 'data'), options.partitions ?? 1, options.configuration ?? {}),
    )
    writeFileSync(logFile, await format([...QUICK_START, ...classPath], properties))
    await start()
  } catch (error) {
    unexpected = null
    await close()
    throw error
  }

  return {
    version,
    bootstrapServers: `127.0.0.1:${ports.advertised}`,
    port: client,
    directory,
    pid: () => server?.pid ?? null,
    start,
    stop: () => take().terminate(STOP_DEADLINE_MS),
    kill: () => take().kill(),
    pause: () => running().pause(),
    resume: async () => {
      const own = running()
      own.resume()
      await answers(own, 0)
    },
    logTail,
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** The first errors with what follows them, for a broker that goes down says much afterwards; then the last lines. */
function endOfLog(log: string, count: number): string {
  const lines = log.split('\n')
  const errors = lines.flatMap((line, at) =>
    line.includes(' ERROR ') ? [lines.slice(at, at + 8).join('\n')] : [],
  )
  return [...errors.slice(0, 3), '...', ...lines.slice(-count)].join('\n')
}

/** Writes the cluster's id and first metadata, without which a broker refuses to start. */
async function format(java: readonly string[], properties: string): Promise<string> {
  const clusterId = randomBytes(16).toString('base64url')
  const tool = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId}`, '--config', properties]
  try {
    const { stdout, stderr } = await run(javaCommand(), [...java, ...tool], { timeout: START_DEADLINE_MS })
    return stdout + stderr
  } catch (cause) {
    const { stderr = '', stdout = '' } = cause as { stderr?: string; stdout?: string }
    throw new Error(`Kafka's storage tool failed:\n${stdout}${stderr}`.slice(0, 4000), { cause })
  }
}
