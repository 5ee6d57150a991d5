import type { Warning } from '../../analytics/warnings/warning.ts'
import type { VerdictContent } from '../../schemas/verdict.ts'
import type { MarkRow, NotificationRow } from '../../store/notifications/rows.ts'
import type { AssessedProject } from '../assessor/assessed-project.ts'
import { digestOf } from '../assessor/digest.ts'
import type { Assessor } from '../assessor/assessor.ts'
import { isOfKnownGate } from '../assessor/standing.ts'
import type { Translators } from '../render/translate.ts'
import { notificationBodyOf } from './body.ts'
import { type Detected, detect, markOf, nextExpiry, type Observation } from './detect.ts'
import { type Endpoint, wants } from './endpoint.ts'
import { isSameMark, readMark } from './mark.ts'

/** How many projects are compared, and what is told of them stored, at once. */
const PROJECTS_AT_ONCE = 50

export interface WatcherPorts {
  readonly endpoints: readonly Endpoint[]
  readonly standings: Assessor['standings']
  readonly current: Assessor['current']
  readonly warningsOf: (project: string) => Promise<readonly Warning[]>
  readonly readMarks: (projects: readonly string[]) => Promise<ReadonlyMap<string, MarkRow>>
  /** Of the ids those that were noted before. */
  readonly knownIds: (ids: readonly string[]) => Promise<ReadonlySet<string>>
  readonly append: (notifications: readonly NotificationRow[], marks: readonly MarkRow[]) => Promise<void>
  readonly findContent: (verdict: string) => Promise<VerdictContent | null>
  readonly translators: Translators
  /** A project that could not be compared; it is tried again at the next look, and the others go on. */
  readonly onError: (project: string, error: unknown) => void
  readonly now: () => number
}

interface Seen {
  readonly verdicts: string
  /** From then on there may be something to tell although no verdict changed. */
  readonly until: number
}

/**
 * Looks at every project once and notes what changed since it was last looked at, by this process or another. Returns
 * how many notifications were noted. Projects whose verdicts are the ones seen before cost nothing but asking for them.
 */
export function createWatcher(ports: WatcherPorts): () => Promise<number> {
  const { endpoints, now } = ports
  const gates = [...new Set(endpoints.flatMap((endpoint) => endpoint.gates))].sort()
  const wantsWarnings = endpoints.some(({ events }) => events.includes('warning.raised'))
  const seen = new Map<string, Seen>()
  const idsOf = (verdicts: ReadonlyMap<string, AssessedProject>) =>
    [...verdicts.values()].map(({ record }) => record.id).join(' ')

  /** The ids of the current verdicts of each project, at the gates that it has. */
  async function currentIds(): Promise<Map<string, string>> {
    const byProject = new Map<string, string[]>()
    for (const gate of gates) {
      for (const standing of await ports.standings(null, gate)) {
        if (!isOfKnownGate(standing)) continue
        const ids = byProject.get(standing.project) ?? []
        byProject.set(standing.project, [...ids, standing.verdict])
      }
    }
    return new Map([...byProject].map(([project, ids]) => [project, ids.join(' ')]))
  }

  async function currentVerdicts(
    projects: readonly string[],
  ): Promise<Map<string, Map<string, AssessedProject>>> {
    const byProject = new Map<string, Map<string, AssessedProject>>()
    for (const gate of gates) {
      for (const assessed of await ports.current(projects, gate)) {
        const { project, record } = assessed
        if (!isOfKnownGate(record.content)) continue
        const verdicts = byProject.get(project) ?? new Map<string, AssessedProject>()
        byProject.set(project, verdicts.set(gate, assessed))
      }
    }
    return byProject
  }

  async function rowOf(
    detected: Detected,
    observation: Observation,
    notedAt: number,
  ): Promise<NotificationRow[]> {
    const [first] = observation.verdicts.values()
    if (first === undefined) return []
    const { project, declared } = first
    const division = declared?.division ?? null
    const gate = detected.event === 'recommendation.changed' ? detected.gate : null
    const wanted = endpoints.filter((endpoint) =>
      wants(endpoint, { event: detected.event, project, division, gate }),
    )
    if (wanted.length === 0) return []
    const id = digestOf('notification', project, detected.event, ...detected.of)
    const previous =
      detected.event === 'recommendation.changed' ? await ports.findContent(detected.previous) : null
    const about = { id, project, name: declared?.name ?? null, division, notedAt, previous }
    const body = JSON.stringify(notificationBodyOf(detected, about, ports.translators))
    return [{ id, event: detected.event, project, notedAt, endpoints: wanted.map((each) => each.id), body }]
  }

  async function compare(projects: readonly string[]): Promise<number> {
    const observed = await currentVerdicts(projects)
    const marks = await ports.readMarks(projects)
    const newMarks: MarkRow[] = []
    const noted = new Map<string, NotificationRow>()
    const newlySeen: [string, Seen][] = []
    const compareOne = async (project: string, verdicts: Map<string, AssessedProject>): Promise<void> => {
      const moment = now()
      const warnings = wantsWarnings ? await ports.warningsOf(project) : null
      const observation: Observation = { verdicts, warnings, now: moment }
      const stored = marks.get(project)
      const before = stored === undefined ? null : readMark(stored.body)
      const after = markOf(observation)
      // The newest mark is the one that counts, also after a clock was set back.
      const notedAt = Math.max(moment, (stored?.notedAt ?? 0) + 1)
      for (const detected of detect(before, observation)) {
        for (const row of await rowOf(detected, observation, notedAt)) noted.set(row.id, row)
      }
      if (before === null || !isSameMark(before, after)) {
        newMarks.push({ project, notedAt, body: JSON.stringify(after) })
      }
      newlySeen.push([project, { verdicts: idsOf(verdicts), until: nextExpiry(observation) }])
    }
    for (const [project, verdicts] of observed) {
      await compareOne(project, verdicts).catch((error: unknown) => ports.onError(project, error))
    }
    const known = await ports.knownIds([...noted.keys()])
    const fresh = [...noted.values()].filter(({ id }) => !known.has(id))
    await ports.append(fresh, newMarks)
    for (const [project, state] of newlySeen) seen.set(project, state)
    return fresh.length
  }

  return async function look(): Promise<number> {
    const changed = [...(await currentIds())].flatMap(([project, ids]) => {
      const last = seen.get(project)
      return last?.verdicts !== ids || now() >= last.until ? [project] : []
    })
    let count = 0
    for (let i = 0; i < changed.length; i += PROJECTS_AT_ONCE) {
      count += await compare(changed.slice(i, i + PROJECTS_AT_ONCE))
    }
    return count
  }
}
