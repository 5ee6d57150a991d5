import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const loader = new URL('./typescript-loader.mjs', import.meta.url).href
const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

export interface Serving {
  readonly child: ChildProcess
  /** Resolves when it listens. */
  readonly url: Promise<string>
  /** Resolves with the first log line of this event. */
  readonly logged: (event: string) => Promise<Record<string, unknown>>
  /** Everything it said on standard error so far. */
  readonly said: () => string
  /** The exit code and the signal. */
  readonly exited: Promise<unknown[]>
}

export interface Served extends Omit<Serving, 'url'> {
  readonly url: string
}

/** The command and its arguments that run `kanmon serve` from the sources on any free port. */
export const serveCommand = ['--import', loader, program, 'serve', '--port', '0'] as const

/** Starts `kanmon serve` in a process of its own, killed when the test ends; it may fail to start. */
export function startServing(
  directory: string,
  variables: Readonly<Record<string, string>> = {},
  [command, ...first]: readonly [string, ...string[]] = [process.execPath],
): Serving {
  const child = spawn(command, [...first, ...serveCommand], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      KANMON_DATA: directory,
      KANMON_LANG: 'en',
      UV_THREADPOOL_SIZE: '16',
      ...variables,
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines: Record<string, unknown>[] = []
  let said = ''
  const news = new EventEmitter().setMaxListeners(0)
  createInterface({ input: child.stderr }).on('line', (line) => {
    said += `${line}\n`
    if (!line.startsWith('{')) return
    lines.push(JSON.parse(line) as Record<string, unknown>)
    news.emit('line')
  })
  const logged = async (event: string) => {
    for (;;) {
      const found = lines.find((line) => line['event'] === event)
      if (found !== undefined) return found
      await once(news, 'line')
    }
  }
  const url = new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        const found = /http:\/\/[\d.:]+/.exec(line)?.[0]
        if (found !== undefined) resolve(found)
      })
      .on('close', () => reject(new Error(`kanmon serve ended before it listened:\n${said}`)))
  })
  // Whoever waits for it gets the failure; nobody has to.
  url.catch(() => undefined)
  return { child, url, logged, said: () => said, exited: once(child, 'exit') }
}

/** `kanmon serve` in a process of its own, once it listens. */
export async function serve(
  directory: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<Served> {
  const serving = startServing(directory, variables)
  return { ...serving, url: await serving.url }
}
