import { declaredAt } from '../../analytics/indicators/declared-at.ts'
import type { RefusedEvents } from '../../analytics/verdict/refused-events.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { DEFAULT_TIME_ZONE } from '../../schemas/facts/project.ts'
import { type RecentlyUsed, recentlyUsed } from '../recently-used.ts'
import { createFactLogs } from './fact-logs.ts'
import type { KnownProject } from './known-project.ts'
import { type Marks, readMarks } from './marks.ts'
import { type Moment, resolveMoment } from './moment.ts'
import type { AssessorPorts } from './ports.ts'
import type { WideFacts } from './wide-facts.ts'

/** Moments of one log that are kept, with what is made of them, as long as the log is. */
const MOMENTS_KEPT = 4

export interface KnownRequest {
  readonly project: string
  readonly at: Moment | null
  readonly asOf: Moment | null
}

/** What was known of a project, or null when nothing is known of it now. */
export type KnownProjects = (request: KnownRequest) => Promise<KnownProject | null>

interface KeptMoment {
  /** What it was made of. */
  readonly parts: readonly unknown[]
  readonly known: KnownProject
}

/**
 * Answers from the log that is kept. The same moment of the same facts is the same object, so that whoever makes
 * something of it can keep that by it.
 */
export function createKnownProjects(ports: AssessorPorts, wideFacts: WideFacts): KnownProjects {
  const logOf = createFactLogs(ports)
  const momentsOf = new WeakMap<readonly Fact[], RecentlyUsed<string, KeptMoment>>()

  async function refusedOf(project: string, marks: Marks, asOf: number): Promise<readonly RefusedEvents[]> {
    if (!marks.refusals.has(project)) return []
    const refusals = await ports.facts.loadRefused({ projects: [project], knownUntil: asOf })
    return refusals.get(project) ?? []
  }

  return async function known({ project, at, asOf }) {
    const look = ports.look?.() ?? null
    const marks = await readMarks(ports, [project], look?.settled)
    const knownUntil = marks.settled
    if (!marks.watermarks.has(project)) return null
    const [everything, allWide] = await Promise.all([logOf(project, marks), wideFacts(marks)])
    if (everything.length === 0) return null
    const now = look?.now ?? ports.now()
    const declarations = everything.filter(({ kind }) => kind === 'project.declared')
    const declaredBy = (knownUntil: number, moment: number) =>
      declaredAt(
        project,
        declarations.filter(({ receivedAt }) => receivedAt <= knownUntil),
        moment,
      )
    // The zone is the one declared by what was known then, so that a later declaration does not move a past day.
    const zoneBy = (instant: number) => declaredBy(instant, now)?.timeZone ?? DEFAULT_TIME_ZONE
    const asOfZone =
      asOf !== null && 'date' in asOf ? zoneBy(Date.parse(asOf.date) + 86_399_999) : DEFAULT_TIME_ZONE
    const asOfInstant =
      asOf === null ? knownUntil : Math.min(knownUntil, resolveMoment(asOf, asOfZone, now, 'asOf'))
    const zone = zoneBy(asOfInstant)
    const atInstant = resolveMoment(at, zone, now, 'at')
    const refused = await refusedOf(project, marks, asOfInstant)

    const moments = momentsOf.get(everything) ?? recentlyUsed<string, KeptMoment>(MOMENTS_KEPT)
    momentsOf.set(everything, moments)
    const key = `${atInstant} ${asOfInstant}`
    const before = moments.get(key)
    const parts = [allWide, zone, marks.policies, JSON.stringify(refused)]
    if (before?.parts.every((part, place) => part === parts[place]) === true) return before.known
    const knownBy = (facts: readonly Fact[]) =>
      facts.every(({ receivedAt }) => receivedAt <= asOfInstant)
        ? facts
        : facts.filter(({ receivedAt }) => receivedAt <= asOfInstant)
    const found: KnownProject = {
      project,
      log: knownBy(everything),
      wide: knownBy(allWide),
      refused,
      declared: declaredBy(asOfInstant, atInstant),
      zone,
      at: atInstant,
      asOf: asOfInstant,
    }
    moments.set(key, { parts, known: found })
    return found
  }
}
