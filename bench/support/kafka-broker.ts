import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

export interface BenchBroker {
  readonly brokers: string
  readonly version: string
  stop(): Promise<void>
}

/** The helpers are those of the tests, which are not built: they run from the checkout, in a process of their own. */
const PROGRAM = `
  const { startKafka } = await import('./test/helpers/kafka/kafka.ts')
  const broker = await startKafka({ javaOptions: ['-Xmx512m'] })
  console.log(JSON.stringify({ brokers: broker.bootstrapServers, version: broker.version }))
  process.stdin.resume().once('end', () => broker.close())
`

/** A real broker for a measurement, started in the checkout that is the working directory. */
export async function startBenchBroker(): Promise<BenchBroker> {
  const loader = pathToFileURL('test/helpers/typescript-loader.mjs').href
  const child = spawn(process.execPath, ['--import', loader, '--input-type=module', '-e', PROGRAM], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    const { brokers, version } = JSON.parse(line) as { brokers: string; version: string }
    return {
      brokers,
      version,
      stop: async () => {
        child.stdin.end()
        await exited
      },
    }
  }
  throw new Error('bench: no broker')
}
