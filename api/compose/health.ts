import type { ConsumerStatus } from './consumer.ts'
import { byTimer, type Schedule } from './schedule.ts'

export interface Check {
  readonly name: string
  readonly ok: boolean
  /** In words, for people. */
  readonly detail: string
}

export interface HealthReport {
  readonly ok: boolean
  readonly checks: readonly Check[]
}

export interface Health {
  /** The process works: its loops have turned lately. */
  live(): HealthReport
  /** Requests are welcome: the store answers, nothing is shutting down, the consumer has its partitions. */
  ready(): Promise<HealthReport>
}

export interface HealthPorts {
  readonly now: () => number
  readonly ping: () => Promise<boolean>
  readonly isStopping: () => boolean
  /** When the event loop's own timer last fired. */
  readonly lastTurnAt: () => number
  /** Null when this process consumes nothing. */
  readonly consumer: () => ConsumerStatus | null
  /** False while the store refuses inserts; true when left out. */
  readonly areWritesTaken?: () => boolean
  readonly schedule?: Schedule
}

/** A loop that has not turned for so long is stuck. */
const STUCK_MILLISECONDS = 60_000
const PING_MILLISECONDS = 3000

function report(checks: readonly (Check | null)[]): HealthReport {
  const made = checks.filter((check) => check !== null)
  return { ok: made.every(({ ok }) => ok), checks: made }
}

/** What liveness and readiness rest on, each as a check of its own. */
export function createHealth(ports: HealthPorts): Health {
  const schedule = ports.schedule ?? byTimer

  function loop(name: string, lastTurnAt: number): Check {
    const age = Math.max(0, ports.now() - lastTurnAt)
    return { name, ok: age < STUCK_MILLISECONDS, detail: `turned ${Math.round(age / 1000)} s ago` }
  }

  async function store(): Promise<Check> {
    let cancel: () => void = () => undefined
    const late = new Promise<string>((resolve) => {
      cancel = schedule(PING_MILLISECONDS, () => resolve(`no answer within ${PING_MILLISECONDS / 1000} s`))
    })
    const asked = ports.ping().then(
      (ok) => (ok ? 'answers' : 'does not answer'),
      () => 'does not answer',
    )
    const detail = await Promise.race([asked, late])
    cancel()
    if (detail === 'answers' && ports.areWritesTaken?.() === false)
      return { name: 'store', ok: false, detail: 'refuses what is to be written' }
    return { name: 'store', ok: detail === 'answers', detail }
  }

  function assignment(): Check | null {
    const status = ports.consumer()
    if (status === null) return null
    const { state, partitions, lag } = status
    const behind =
      lag === null ? 'lag not known' : `${[...lag.values()].reduce((sum, each) => sum + each, 0)} behind`
    const detail = `${state}, ${partitions?.length ?? 'no'} partitions, ${behind}`
    return { name: 'consumer', ok: partitions !== null || lag !== null, detail }
  }

  return {
    live: () => {
      const status = ports.consumer()
      return report([
        loop('event-loop', ports.lastTurnAt()),
        // One that has ended does not come back by a restart: it is told by its state, and by the log.
        status?.isRunning === true ? loop('consumer-loop', status.lastTurnAt) : null,
      ])
    },
    ready: async () => {
      const isStopping = ports.isStopping()
      const running = { name: 'running', ok: !isStopping, detail: isStopping ? 'shutting down' : 'yes' }
      return report([running, await store(), assignment()])
    },
  }
}
