import { recentlyUsed } from '../recently-used.ts'
import type { AssessedProject } from './assessed-project.ts'
import { createFlights } from './flights.ts'
import { type Before, createJudging, type Judge } from './judging.ts'
import { type Basis, covers, type Marks, projectsOf, readMarks } from './marks.ts'
import type { AssessorPorts, KeptVerdict } from './ports.ts'
import { createRestoring } from './restoring.ts'
import { settleAll } from './settle-all.ts'
import { isOfKnownGate, type Standing, standingOf } from './standing.ts'
import { createUnchanged } from './unchanged.ts'
import type { WideFacts } from './wide-facts.ts'

/** Whole verdicts in memory: some tens of kilobytes each. */
const VERDICTS_KEPT = 2000
/** A few kilobytes each. */
const STANDINGS_KEPT = 50_000
/** Questions about many projects whose answers are kept whole while nothing changes. */
const LISTS_KEPT = 20

/** An answer, how far its facts reach, and when it was computed and will have to be again. */
interface Kept<T> {
  readonly value: T
  readonly basis: Basis
  readonly computedAt: number
  readonly validUntil: number
}

export interface LiveVerdicts {
  current(projects: readonly string[] | null, gate: string): Promise<AssessedProject[]>
  standings(projects: readonly string[] | null, gate: string): Promise<readonly Standing[]>
}

/**
 * Current verdicts. One is served while no newer fact of the project has arrived and time alone cannot have
 * changed it; otherwise it is computed again, once for all who ask, and kept when it differs from the one before.
 * For standings a verdict in the store does as well, if it is sure to come out the same.
 */
export function createLiveVerdicts(ports: AssessorPorts, judge: Judge, wideFacts: WideFacts): LiveVerdicts {
  const verdicts = recentlyUsed<string, Kept<AssessedProject>>(VERDICTS_KEPT)
  const standings = recentlyUsed<string, Kept<Standing>>(STANDINGS_KEPT)
  const judgeAll = createJudging(ports, judge, wideFacts)
  const restore = createRestoring(ports, wideFacts)
  const flights = createFlights<Marks>()
  const unchanged = createUnchanged<Standing>(LISTS_KEPT)
  const keyOf = (project: string, gate: string) => `${gate}\n${project}`

  const basisAt = (project: string, marks: Marks): Basis => ({
    seenUntil: marks.settled - (ports.unsettled ?? 0),
    refusals: marks.refusals.get(project),
  })

  /** What is kept of a project and holds at this moment. */
  function held<T>(kept: Kept<T> | undefined, project: string, marks: Marks): Kept<T> | null {
    const now = ports.now()
    if (kept === undefined || now >= kept.validUntil || now < kept.computedAt) return null
    return covers(kept.basis, project, marks) ? kept : null
  }

  function keep(assessed: AssessedProject, marks: Marks): Standing {
    const { project, record, at: computedAt, validUntil } = assessed
    const standing = standingOf(record, assessed)
    if (!isOfKnownGate(standing)) return standing
    const rest = { basis: basisAt(project, marks), computedAt, validUntil }
    const key = keyOf(project, record.content.gate)
    verdicts.set(key, { value: assessed, ...rest })
    standings.set(key, { value: standing, ...rest })
    return standing
  }

  /** The verdicts before: in memory, or else in the store. */
  async function before(projects: readonly string[], gate: string) {
    const found = new Map<string, Before>()
    for (const project of projects) {
      const assessed = verdicts.get(keyOf(project, gate))?.value
      if (assessed !== undefined) found.set(project, { record: assessed.record, assessed })
    }
    const others = projects.filter((project) => !found.has(project))
    const stored: ReadonlyMap<string, KeptVerdict> =
      others.length === 0 ? new Map() : await ports.verdicts.latest({ projects: others, gate })
    for (const [project, { record }] of stored) found.set(project, { record })
    return { found, stored }
  }

  async function current(projects: readonly string[] | null, gate: string): Promise<AssessedProject[]> {
    const marks = await readMarks(ports, projects)
    const answers = new Map<string, AssessedProject>()
    const wanted = projectsOf(marks)
    await settleAll(flights, {
      projects: wanted,
      gate,
      marks,
      find: (project) => {
        const kept = held(verdicts.get(keyOf(project, gate)), project, marks)
        if (kept === null) return false
        const asOf = Math.max(marks.settled, kept.basis.seenUntil)
        answers.set(project, { ...kept.value, at: ports.now(), asOf })
        return true
      },
      compute: async (some) => {
        const { found } = await before(some, gate)
        await judgeAll({
          projects: some,
          gate,
          marks,
          before: found,
          onJudged: (assessed) => {
            keep(assessed, marks)
            answers.set(assessed.project, assessed)
          },
        })
      },
    })
    return wanted.flatMap((project) => answers.get(project) ?? [])
  }

  async function standingsOf(projects: readonly string[] | null, gate: string): Promise<readonly Standing[]> {
    const marks = await readMarks(ports, projects)
    const question = JSON.stringify([gate, projects])
    const same = unchanged.get(question, marks, ports.now())
    if (same !== null) return same
    const answers = new Map<string, Standing>()
    const wanted = projectsOf(marks)
    let [validFrom, validUntil] = [-Infinity, Infinity]
    await settleAll(flights, {
      projects: wanted,
      gate,
      marks,
      find: (project) => {
        const kept = held(standings.get(keyOf(project, gate)), project, marks)
        if (kept === null) return false
        validFrom = Math.max(validFrom, kept.computedAt)
        validUntil = Math.min(validUntil, kept.validUntil)
        answers.set(project, kept.value)
        return true
      },
      compute: async (some) => {
        // What is new in the list is looked at once more before the list as a whole is kept.
        validUntil = -Infinity
        const { found, stored } = await before(some, gate)
        for (const { standing, ...times } of await restore(stored, marks)) {
          const { project } = standing
          standings.set(keyOf(project, gate), { value: standing, basis: basisAt(project, marks), ...times })
          answers.set(project, standing)
        }
        const rest = some.filter((project) => !answers.has(project))
        if (rest.length === 0) return
        await judgeAll({
          projects: rest,
          gate,
          marks,
          before: found,
          onJudged: (assessed) => {
            answers.set(assessed.project, keep(assessed, marks))
          },
        })
      },
    })
    const list = wanted.flatMap((project) => answers.get(project) ?? [])
    return unchanged.set(question, { list, marks, validFrom, validUntil })
  }

  return { current, standings: standingsOf }
}
