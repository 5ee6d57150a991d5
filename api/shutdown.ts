import { once } from 'node:events'
import type { Server } from 'node:http'
import { byTimer, type Schedule } from './compose/schedule.ts'

/** What the HTTP server must be able to do. */
export type ClosableServer = NodeJS.EventEmitter &
  Pick<Server, 'close' | 'closeIdleConnections' | 'closeAllConnections'>

export interface ShutdownPorts {
  readonly server: ClosableServer
  /** Makes readiness 503. */
  readonly unready: () => void
  /** Takes everything from outside to its end after the server is closed, in order; each has a name for the log. */
  readonly steps: readonly { readonly name: string; readonly run: () => Promise<void> }[]
  readonly logger: Record<'info' | 'warn' | 'error', (fields: Record<string, unknown>) => void>
  readonly monotonic: () => number
  readonly limits: ShutdownLimits
  readonly schedule?: Schedule
}

/** In milliseconds. */
export interface ShutdownLimits {
  /** Between unready and not accepting, for a balancer to notice. */
  readonly delay: number
  /** For requests to finish, from the start; then their connections are cut. */
  readonly requests: number
  /** For everything, from the start. */
  readonly everything: number
}

/** The deadline passed with work left. Nothing that was acknowledged is lost by ending the process now. */
export class ShutdownIncomplete extends Error {
  constructor(step: string) {
    super(`shutdown: the deadline passed during ${step}; nothing that was acknowledged is lost`)
    this.name = 'ShutdownIncomplete'
  }
}

const IDLE_MILLISECONDS = 100

/**
 * Unready, then no new connections, running requests finished or cut at their deadline, then the steps. A second
 * call gets the outcome of the first.
 *
 * @throws {ShutdownIncomplete}
 */
export function createShutdown(ports: ShutdownPorts): () => Promise<void> {
  const { server, limits, logger } = ports
  const schedule = ports.schedule ?? byTimer
  let running: Promise<void> | null = null

  async function finishRequests(spent: () => number): Promise<void> {
    const closed = once(server, 'close')
    server.close()
    // A connection that is kept alive becomes idle when its request ends, and nobody else would close it.
    let calm: () => void = () => undefined
    const closeIdle = () => {
      server.closeIdleConnections()
      calm = schedule(IDLE_MILLISECONDS, closeIdle)
    }
    closeIdle()
    const cut = schedule(Math.max(0, limits.requests - spent()), () => {
      logger.warn({ event: 'shutdown.cut' })
      server.closeAllConnections()
    })
    await closed
    cut()
    calm()
  }

  async function within(step: string, spent: () => number, work: () => Promise<void>): Promise<void> {
    let cancel: () => void = () => undefined
    const late = new Promise<never>((_, reject) => {
      cancel = schedule(Math.max(0, limits.everything - spent()), () => reject(new ShutdownIncomplete(step)))
    })
    try {
      await Promise.race([work(), late])
    } finally {
      cancel()
    }
    logger.info({ event: 'shutdown.step', step, ms: Math.round(spent()) })
  }

  async function run(): Promise<void> {
    const start = ports.monotonic()
    const spent = () => ports.monotonic() - start
    ports.unready()
    logger.info({ event: 'shutdown.begun' })
    try {
      if (limits.delay > 0) await new Promise<void>((resolve) => void schedule(limits.delay, resolve))
      await within('requests', spent, () => finishRequests(spent))
      for (const { name, run: work } of ports.steps) await within(name, spent, work)
      logger.info({ event: 'shutdown.done', ms: Math.round(spent()) })
    } catch (error) {
      logger.error({ event: 'shutdown.incomplete', ms: Math.round(spent()), error })
      throw error
    }
  }

  return () => (running ??= run())
}
