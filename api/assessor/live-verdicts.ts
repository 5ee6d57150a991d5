import { stateAt } from '../../analytics/facts/state.ts'
import { groupBy } from '../../analytics/group-by.ts'
import { declarationOf } from '../../analytics/indicators/project-view.ts'
import { arrivals } from '../../analytics/verdict/arrivals.ts'
import type { RefusedEvents } from '../../analytics/verdict/refused-events.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { Assessment } from '../../schemas/verdict.ts'
import type { AssessedProject, Superseded } from './assessed-project.ts'
import type { AssessorPorts } from './ports.ts'
import { liveRecord, type VerdictRecord } from './verdict-record.ts'

/** How many projects' facts are read at once. */
const PROJECTS_AT_ONCE = 50

const NOTHING_REFUSED: ReadonlyMap<string, readonly RefusedEvents[]> = new Map()

interface Kept {
  readonly assessed: AssessedProject
  /** Everything received up to here has been taken into account, whichever process received it. */
  readonly seenUntil: number
  /** The mark of the refused events that have been. */
  readonly refusals: string | undefined
  readonly computedAt: number
}

/** What was read before it was known that a verdict must be computed. */
interface Marks {
  readonly marks: ReadonlyMap<string, string>
  readonly wideWatermark: number
  /** Everything received up to here is in the marks. */
  readonly settled: number
}

/** When the newest fact about any division or organization was received, 0 when there is none. */
function newestWide(watermarks: ReadonlyMap<string, number>): number {
  let newest = 0
  for (const [subject, received] of watermarks) if (subject.includes(':')) newest = Math.max(newest, received)
  return newest
}

type Judge = (
  known: {
    project: string
    log: readonly Fact[]
    wide: readonly Fact[]
    refused: readonly RefusedEvents[]
    asOf: number
  },
  gate: string,
  at: number,
) => Assessment

/**
 * Current verdicts. One is served while no newer fact of the project has arrived and time alone cannot have
 * changed it; otherwise it is computed again, and kept when it differs from the one before.
 */
export function createLiveVerdicts(ports: AssessorPorts, judge: Judge) {
  const kept = new Map<string, Kept>()
  const keyOf = (project: string, gate: string) => `${gate}\n${project}`

  async function previousRecord(project: string, gate: string): Promise<VerdictRecord | null> {
    return kept.get(keyOf(project, gate))?.assessed.record ?? (await ports.verdicts.latest(project, gate))
  }

  /** What the record before a record said: known when it has just been followed, otherwise looked up. */
  async function supersededBy(
    record: VerdictRecord,
    previous: VerdictRecord | null,
    log: readonly Fact[],
  ): Promise<Superseded | null> {
    if (record.supersedes === null) return null
    const told = (before: VerdictRecord): Superseded => ({
      content: before.content,
      came: arrivals(log, before, record),
    })
    if (previous?.id === record.supersedes) return told(previous)
    const known = kept.get(keyOf(record.content.project, record.content.gate))?.assessed
    if (known?.record.id === record.id) return known.superseded
    const found = await ports.verdicts.find(record.supersedes)
    return found && told(found)
  }

  let lastWide: { readonly facts: readonly Fact[]; readonly seenUntil: number } | null = null

  /** The wide facts known until then; the ones read before, while no newer one has arrived. */
  async function wideFacts(newest: number, knownUntil: number): Promise<readonly Fact[]> {
    if (lastWide !== null && newest <= lastWide.seenUntil) return lastWide.facts
    const facts = await ports.facts.loadWideFacts({ knownUntil })
    lastWide = { facts, seenUntil: knownUntil - (ports.unsettled ?? 0) }
    return facts
  }

  async function compute(
    projects: readonly string[],
    gate: string,
    known: Marks,
  ): Promise<AssessedProject[]> {
    const { marks, wideWatermark, settled: knownUntil } = known
    const refusing = projects.filter((project) => marks.has(project))
    const [facts, wide, refused] = await Promise.all([
      ports.facts.loadFactLog({ projects, knownUntil }),
      wideFacts(wideWatermark, knownUntil),
      refusing.length === 0 ? NOTHING_REFUSED : ports.facts.loadRefused({ projects: refusing, knownUntil }),
    ])
    const logs = groupBy(facts, (fact) => fact.project)
    const changed: VerdictRecord[] = []
    const computed: AssessedProject[] = []
    for (const [project, log] of logs) {
      const now = ports.now()
      const known = { project, log, wide, refused: refused.get(project) ?? [], asOf: knownUntil }
      const { content, validUntil } = judge(known, gate, now)
      const isKept = !content.reasons.some(({ code }) => code === 'UNKNOWN_PHASE')
      const previous = isKept ? await previousRecord(project, gate) : null
      const next = liveRecord(content, { at: now, asOf: knownUntil, computedAt: now }, previous)
      const same = previous !== null && previous.digest === next.digest
      const record = same ? previous : next
      if (!same && isKept) changed.push(record)
      const declared = declarationOf(stateAt(project, log, now))?.data ?? null
      const superseded = await supersededBy(record, previous, log)
      const assessed = { project, declared, record, superseded, validUntil, at: now, asOf: knownUntil }
      computed.push(assessed)
      // A gate that the project does not have is answered and not kept, or any text would be.
      if (isKept) {
        const refusals = marks.get(project)
        const seenUntil = knownUntil - (ports.unsettled ?? 0)
        kept.set(keyOf(project, gate), { assessed, seenUntil, refusals, computedAt: now })
      }
    }
    await ports.verdicts.append(changed)
    return computed
  }

  return async function current(
    projects: readonly string[] | null,
    gate: string,
  ): Promise<AssessedProject[]> {
    // Taken first: whatever was received by then is in the watermarks read after it.
    const settled = ports.settledUntil()
    const [watermarks, marks, policiesKnownFrom] = await Promise.all([
      ports.facts.readWatermarks(projects),
      ports.facts.readRefusalMarks(),
      ports.policies.refresh(),
    ])
    const now = ports.now()
    const wanted = [...watermarks.keys()].filter((subject) => !subject.includes(':')).sort()
    const wideWatermark = newestWide(watermarks)
    const answers = new Map<string, AssessedProject>()
    for (const project of wanted) {
      const known = kept.get(keyOf(project, gate))
      if (known === undefined || now >= known.assessed.validUntil || now < known.computedAt) continue
      if (known.refusals !== marks.get(project)) continue
      const newest = Math.max(watermarks.get(project) ?? 0, wideWatermark, policiesKnownFrom)
      if (Math.min(newest, settled) > known.seenUntil) continue
      answers.set(project, { ...known.assessed, at: now, asOf: Math.max(settled, known.seenUntil) })
    }
    const outdated = wanted.filter((project) => !answers.has(project))
    for (let i = 0; i < outdated.length; i += PROJECTS_AT_ONCE) {
      const computed = await compute(outdated.slice(i, i + PROJECTS_AT_ONCE), gate, {
        marks,
        wideWatermark,
        settled,
      })
      for (const assessed of computed) answers.set(assessed.project, assessed)
    }
    return wanted.flatMap((project) => answers.get(project) ?? [])
  }
}
