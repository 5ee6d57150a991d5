import type { Schedule } from '../../api/compose/schedule.ts'

/** `changed`: what was known when the page was made may no longer be all; `beat`: the connection is alive. */
export type LiveEvent = 'changed' | 'beat'

export interface Listener {
  /** Called at most a few times a second; must not throw. */
  readonly send: (event: LiveEvent) => void
  /** Nothing more will be sent. */
  readonly end: () => void
}

export interface LiveUpdates {
  /** Returns how to stop listening; null when there are as many listeners as may be, or the server is closing. */
  listen(listener: Listener): (() => void) | null
  /** Ends every connection, so that none of them delays the end of the server. */
  close(): void
}

export interface LivePorts {
  /** A text that is another one as soon as a page may show something else. */
  readonly readMark: () => Promise<string>
  readonly schedule: Schedule
  readonly onError: (error: unknown) => void
  readonly limits?: Partial<LiveLimits>
}

export interface LiveLimits {
  readonly listeners: number
  /** Between two looks, in milliseconds. */
  readonly every: number
  /** Looks without a change after which a sign of life is sent. */
  readonly beat: number
  /** Looks after which a connection ends; the browser comes back and is judged anew. */
  readonly longest: number
}

const USUAL: LiveLimits = { listeners: 200, every: 2000, beat: 8, longest: 300 }

/** One look at the store for all who listen, and none while nobody does. */
export function createLiveUpdates({ readMark, schedule, onError, limits }: LivePorts): LiveUpdates {
  const { listeners: most, every, beat, longest } = { ...USUAL, ...limits }
  const listeners = new Map<Listener, { looks: number; quiet: number }>()
  let mark: string | null = null
  let isClosed = false
  /** One look follows the other until nobody listens; there is never a second row of them. */
  let isWatching = false
  let stop: () => void = () => undefined

  function tell(hasChanged: boolean): void {
    for (const [listener, state] of listeners) {
      state.looks += 1
      state.quiet += 1
      if (hasChanged || state.quiet >= beat) {
        state.quiet = 0
        listener.send(hasChanged ? 'changed' : 'beat')
      }
      if (state.looks < longest) continue
      listeners.delete(listener)
      listener.end()
    }
  }

  async function look(): Promise<void> {
    const before = mark
    try {
      mark = await readMark()
    } catch (error) {
      onError(error)
    }
    tell(before !== null && mark !== before)
    plan()
  }

  function plan(): void {
    isWatching = !isClosed && listeners.size > 0
    if (isWatching) stop = schedule(every, () => void look())
  }

  return {
    listen: (listener) => {
      if (isClosed || listeners.size >= most) return null
      listeners.set(listener, { looks: 0, quiet: 0 })
      if (!isWatching) {
        isWatching = true
        // What changed while nobody listened, nobody has to be told: pages are made of what is known then.
        mark = null
        void look()
      }
      return () => void listeners.delete(listener)
    },
    close: () => {
      isClosed = true
      stop()
      for (const listener of listeners.keys()) listener.end()
      listeners.clear()
    },
  }
}
