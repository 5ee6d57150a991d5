import type { Flights } from './flights.ts'
import { covers, type Marks } from './marks.ts'

/** Projects of one piece of work: what is stored at once, and what another question waits for. */
const PROJECTS_AT_ONCE = 200

/** Who asks about no more than this does not wait in the queue of a larger question. */
const FEW = 20

/** After so many rounds of waiting for others the work is done whoever else does it. */
const MOST_ROUNDS = 3

export interface Wanted {
  readonly projects: readonly string[]
  readonly gate: string
  readonly marks: Marks
  /** Whether there is an answer already; takes it. */
  readonly find: (project: string) => boolean
  /** Finds out the answers of some. */
  readonly compute: (projects: readonly string[]) => Promise<void>
}

/**
 * Finds an answer for every project: one that is kept, one that somebody else is working on, or else by computing it.
 *
 * @throws what the work of somebody else failed with, when it would have done
 */
export async function settleAll(flights: Flights<Marks>, wanted: Wanted): Promise<void> {
  const { projects, gate, marks, find, compute } = wanted
  const keyOf = (project: string) => `${gate}\n${project}`
  let missing = projects.filter((project) => !find(project))
  const isMany = missing.length > FEW
  for (let round = 0; round < MOST_ROUNDS && missing.length > 0; round += 1) {
    const waiting = new Map<Promise<void>, boolean>()
    for (const project of missing) {
      const flight = flights.of(keyOf(project))
      if (flight === undefined) continue
      const { basis, done } = flight
      const refusals = basis.refusals.get(project)
      const willDo = covers({ seenUntil: basis.settled, refusals }, project, marks)
      // One that will not do is waited for as well, so that records follow each other and never fork.
      if (flight.isStarted() || (isMany && willDo)) waiting.set(done, waiting.get(done) === true || willDo)
    }
    if (waiting.size === 0) break
    await Promise.all([...waiting].map(([done, willDo]) => (willDo ? done : done.catch(() => undefined))))
    missing = missing.filter((project) => !find(project))
  }
  if (missing.length === 0) return
  const pieces = Array.from({ length: Math.ceil(missing.length / PROJECTS_AT_ONCE) }, (_, n) => {
    const some = missing.slice(n * PROJECTS_AT_ONCE, (n + 1) * PROJECTS_AT_ONCE)
    return {
      keys: some.map(keyOf),
      work: async () => {
        // Meanwhile somebody who asked for few may have done a part of it.
        const open = some.filter((project) => !find(project))
        if (open.length > 0) await compute(open)
      },
    }
  })
  await flights.run(marks, pieces)
}
