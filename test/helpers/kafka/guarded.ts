import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { until } from '../proxy/until.ts'

const GUARD = fileURLToPath(new URL('./guard.mjs', import.meta.url))

/** A program that dies with this process, whichever way that ends. */
export interface Guarded {
  readonly pid: number
  /** How it ended; null while it runs. */
  readonly ended: () => string | null
  readonly exited: Promise<void>
  /** SIGTERM, and SIGKILL when that was not heard by the deadline. Returns when the process is gone. */
  readonly terminate: (deadlineMs: number) => Promise<void>
  readonly kill: () => Promise<void>
  /** SIGSTOP; returns when the process really stands still. */
  readonly pause: () => Promise<void>
  readonly resume: () => void
}

interface Message {
  readonly pid?: number
  readonly error?: string
  readonly code?: number | null
  readonly signal?: string | null
}

export interface GuardedOptions {
  readonly logFile: string
  /** Removed when this process dies while the program runs. */
  readonly removeIfOrphaned: string
}

/** Starts a program under a guard of its own (see guard.mjs). */
export async function startGuarded(
  command: string,
  args: readonly string[],
  { logFile, removeIfOrphaned }: GuardedOptions,
): Promise<Guarded> {
  const guard = fork(GUARD, [logFile, removeIfOrphaned, command, ...args], {
    execArgv: [],
    env: { ...process.env, NODE_OPTIONS: '' },
    // Out of the terminal's process group: Ctrl-C must reach it through the channel only.
    detached: true,
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  let end: string | null = null
  // Both, since the guard's end can be seen before its last message.
  const exited = Promise.all([once(guard, 'exit'), once(guard, 'disconnect')]).then(() => undefined)
  const pid = await new Promise<number>((resolve, reject) => {
    guard.on('message', (message: Message) => {
      if (message.pid !== undefined) resolve(message.pid)
      else if (message.error !== undefined) reject(new Error(`${command}: ${message.error}`))
      else end = message.signal ?? `exit code ${message.code ?? '?'}`
    })
    guard.once('error', reject)
    guard.once('exit', () => reject(new Error(`the guard of ${command} ended before it started anything`)))
  })
  void exited.then(() => {
    if (end !== null) return
    end = 'its guard was killed'
    send(pid, 'SIGKILL')
  })
  const kill = async () => {
    if (end === null) send(pid, 'SIGKILL')
    await exited
  }
  return {
    pid,
    ended: () => end,
    exited,
    kill,
    terminate: async (deadlineMs) => {
      if (end !== null) return exited
      send(pid, 'SIGCONT')
      send(pid, 'SIGTERM')
      const timer = setTimeout(() => send(pid, 'SIGKILL'), deadlineMs)
      await exited
      clearTimeout(timer)
    },
    pause: async () => {
      send(pid, 'SIGSTOP')
      await until(`process ${pid} stands still`, () => standsStill(pid), { deadlineMs: 5000, everyMs: 2 })
    },
    resume: () => send(pid, 'SIGCONT'),
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** The state in /proc, where there is one; elsewhere the signal is trusted. */
function standsStill(pid: number): boolean {
  if (process.platform !== 'linux') return true
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')
}
