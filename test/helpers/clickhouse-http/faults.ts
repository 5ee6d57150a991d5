import { setTimeout as wait } from 'node:timers/promises'
import { isInsert } from './request.ts'

/** An error as a test names it; its name is looked up when left out. */
export interface ServerError {
  readonly code: number
  readonly name?: string
  readonly message?: string
}

/** Which statements a fault is for. Pings are never counted. */
export type Which = 'insert' | 'any' | ((statement: string) => boolean)

/** Statements that ran and whose answers are kept back. */
export interface Held {
  /** Resolves when the first statement has run and waits. */
  readonly reached: Promise<void>
  /** Lets the answers go, those kept back and all later ones. */
  readonly release: () => void
}

export interface FaultSwitches {
  /** Refuses the next ones with an error, without running them; `Infinity` until `heal`. */
  readonly failNext: (times: number, error: ServerError, which?: Which) => void
  /** Runs the next ones and then resets their connections: stored, and the client cannot know. */
  readonly loseNext: (times: number, which?: Which) => void
  /** Resets the connections of the next ones without running them. */
  readonly dropNext: (times: number, which?: Which) => void
  /** Runs, and answers this much later, until `heal`. */
  readonly slow: (ms: number, which?: Which) => void
  /** Runs, and answers only when released. */
  readonly hold: (which?: Which) => Held
}

/** What is to happen to one statement. */
export interface Treatment {
  readonly refuseWith: ServerError | null
  readonly run: boolean
  readonly answer: boolean
  /** Waits between running and answering. */
  readonly before: () => Promise<void>
}

export interface Faults extends FaultSwitches {
  /** Decides about a statement and counts it. */
  readonly treat: (statement: string) => Treatment
  readonly clear: () => void
}

interface Rule {
  times: number
  readonly which: Which
  readonly treatment: Treatment
}

const SOUND: Treatment = { refuseWith: null, run: true, answer: true, before: () => Promise.resolve() }

export function createFaults(): Faults {
  let rules: Rule[] = []
  let healed = new AbortController()
  const held = new Set<() => void>()
  const add = (times: number, which: Which, treatment: Partial<Treatment>) => {
    rules.push({ times, which, treatment: { ...SOUND, ...treatment } })
  }
  return {
    failNext: (times, error, which = 'insert') => add(times, which, { refuseWith: error, run: false }),
    loseNext: (times, which = 'insert') => add(times, which, { answer: false }),
    dropNext: (times, which = 'insert') => add(times, which, { run: false, answer: false }),
    slow: (ms, which = 'insert') => {
      const { signal } = healed
      const before = () => wait(ms, undefined, { signal }).catch(() => undefined)
      add(Infinity, which, { before })
    },
    hold: (which = 'insert') => {
      const [released, release] = gate()
      const [reached, reach] = gate()
      held.add(release)
      add(Infinity, which, {
        before: () => {
          reach()
          return released
        },
      })
      return { reached, release }
    },
    treat: (statement) => {
      const rule = rules.find(({ times, which }) => times > 0 && concerns(which, statement))
      if (rule === undefined) return SOUND
      rule.times--
      return rule.treatment
    },
    clear: () => {
      rules = []
      healed.abort()
      healed = new AbortController()
      for (const release of held) release()
      held.clear()
    },
  }
}

function gate(): [opened: Promise<void>, open: () => void] {
  let open!: () => void
  const opened = new Promise<void>((resolve) => (open = resolve))
  return [opened, open]
}

function concerns(which: Which, statement: string): boolean {
  if (which === 'any') return true
  return which === 'insert' ? isInsert(statement) : which(statement)
}
