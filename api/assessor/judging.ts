import { setImmediate } from 'node:timers/promises'
import { groupBy } from '../../analytics/group-by.ts'
import { declaredAt } from '../../analytics/indicators/declared-at.ts'
import { arrivals } from '../../analytics/verdict/arrivals.ts'
import type { AssessRequest } from '../../analytics/verdict/evaluate.ts'
import type { RefusedEvents } from '../../analytics/verdict/refused-events.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { Assessment } from '../../schemas/verdict.ts'
import type { AssessedProject } from './assessed-project.ts'
import type { Marks } from './marks.ts'
import { packsToRead } from './packs.ts'
import { rememberedPolicies } from './remembered-policies.ts'
import type { AssessorPorts } from './ports.ts'
import { isOfKnownGate } from './standing.ts'
import { supersededBy } from './superseded.ts'
import { liveRecord, type VerdictRecord } from './verdict-record.ts'
import type { WideFacts } from './wide-facts.ts'

export type Judge = (
  known: {
    project: string
    log: readonly Fact[]
    wide: readonly Fact[]
    refused: readonly RefusedEvents[]
    asOf: number
  },
  gate: string,
  at: number,
  policyOf?: AssessRequest['policyOf'],
) => Assessment

/** What is known of a verdict before it is computed again. */
export interface Before {
  readonly record: VerdictRecord
  /** What it says of the record before it, where that is known. */
  readonly assessed?: AssessedProject
}

export interface Judging {
  readonly projects: readonly string[]
  readonly gate: string
  readonly marks: Marks
  /** The verdict before, of every project that has one. */
  readonly before: ReadonlyMap<string, Before>
  /** Handed every verdict once it is kept, in the order of projects. */
  readonly onJudged: (assessed: AssessedProject) => void
}

interface Loaded {
  readonly facts: readonly Fact[]
  readonly wide: readonly Fact[]
  readonly refused: ReadonlyMap<string, readonly RefusedEvents[]>
}

interface Judged {
  readonly assessed: Omit<AssessedProject, 'superseded'>
  readonly before: Before | undefined
  readonly log: readonly Fact[]
}

const NOTHING_REFUSED: Loaded['refused'] = new Map()

/**
 * Computes verdicts from the facts. Logs are read some projects at a time, the next ones while the ones before are
 * judged; between two projects others get their turn. What changed is stored before it is handed out.
 */
export function createJudging(ports: AssessorPorts, judge: Judge, wideFacts: WideFacts) {
  async function load(pack: readonly string[], marks: Marks): Promise<Loaded> {
    const knownUntil = marks.settled
    const refusing = pack.filter((project) => marks.refusals.has(project))
    const [facts, wide, refused] = await Promise.all([
      ports.facts.loadFactLog({ projects: pack, knownUntil }),
      wideFacts(marks),
      refusing.length === 0 ? NOTHING_REFUSED : ports.facts.loadRefused({ projects: refusing, knownUntil }),
    ])
    return { facts, wide, refused }
  }

  async function judgePack({ facts, wide, refused }: Loaded, { gate, marks, before: given }: Judging) {
    const asOf = marks.settled
    const policyOf = rememberedPolicies(ports.policies, asOf)
    const judged: Judged[] = []
    for (const [project, log] of groupBy(facts, (fact) => fact.project)) {
      if (judged.length > 0) await setImmediate()
      const at = ports.now()
      const known = { project, log, wide, refused: refused.get(project) ?? [], asOf }
      const { content, validUntil } = judge(known, gate, at, policyOf)
      const before = isOfKnownGate(content) ? given.get(project) : undefined
      const next = liveRecord(content, { at, asOf, computedAt: at }, before?.record ?? null)
      const record = before?.record.digest === next.digest ? before.record : next
      const declared = declaredAt(project, log, at)
      judged.push({ assessed: { project, declared, record, validUntil, at, asOf }, before, log })
    }
    return judged
  }

  /** Says of each verdict what the record before its record said: known when that has just been followed, else looked up. */
  async function withSuperseded(judged: readonly Judged[], { gate }: Judging): Promise<AssessedProject[]> {
    const known = judged.map(({ assessed: { record }, before, log }) => {
      if (record.supersedes === null) return null
      if (before?.record.id === record.supersedes)
        return supersededBy(record, before.record, arrivals(log, before.record, record))
      return before?.assessed?.record.id === record.id ? before.assessed.superseded : undefined
    })
    const open = judged.filter((_, place) => known[place] === undefined)
    const records = await ports.verdicts.find({
      projects: open.map(({ assessed }) => assessed.project),
      gate,
      ids: open.flatMap(({ assessed }) => assessed.record.supersedes ?? []),
    })
    const byId = new Map(records.map((record) => [record.id, record]))
    return judged.map(({ assessed, log }, place) => {
      const { record } = assessed
      const told = known[place]
      if (told !== undefined) return { ...assessed, superseded: told }
      const before = byId.get(record.supersedes ?? '')
      const superseded =
        before === undefined ? null : supersededBy(record, before, arrivals(log, before, record))
      return { ...assessed, superseded }
    })
  }

  return async function judgeAll(judging: Judging): Promise<void> {
    const { projects, marks, before, onJudged } = judging
    const packs = await packsToRead(ports, projects, marks.settled)
    const read = (place: number): Promise<Loaded> | null => {
      const pack = packs[place]
      if (pack === undefined) return null
      const loading = load(pack, marks)
      loading.catch(() => undefined)
      return loading
    }
    let loading = read(0)
    for (let place = 0; loading !== null; place += 1) {
      const loaded = await loading
      loading = read(place + 1)
      const assessed = await withSuperseded(await judgePack(loaded, judging), judging)
      const isNew = ({ project, record }: AssessedProject) => before.get(project)?.record.id !== record.id
      const changed = assessed.filter((one) => isOfKnownGate(one.record.content) && isNew(one))
      await ports.verdicts.append(changed.map(({ record }) => record))
      for (const one of assessed) onJudged(one)
    }
  }
}
