import type { Fact } from '../../schemas/facts/index.ts'
import { hasEveryFact, type Marks } from './marks.ts'
import type { AssessorPorts } from './ports.ts'

/** Facts of all logs that are kept: about a hundred megabytes. A longer log is kept while it is the one used last. */
const FACTS_KEPT = 100_000

interface KeptLog {
  readonly log: Promise<readonly Fact[]>
  /** Everything received up to here is in it. */
  readonly seenUntil: number
  facts: number
}

/** The log of a project as known by the moment of the marks. */
export type FactLogs = (project: string, marks: Marks) => Promise<readonly Fact[]>

/**
 * Reads a project's log once for everybody who asks while no newer fact of it has arrived. The logs used last are kept,
 * up to a number of facts; a failed reading is not.
 */
export function createFactLogs(
  ports: Pick<AssessorPorts, 'facts' | 'unsettled'>,
  capacity = FACTS_KEPT,
): FactLogs {
  // A Map keeps the order of insertion: what is used is put in again, so the first is the one used longest ago.
  const kept = new Map<string, KeptLog>()
  let total = 0

  function drop(project: string, entry: KeptLog): void {
    if (kept.get(project) !== entry) return
    kept.delete(project)
    total -= entry.facts
  }

  function shrink(): void {
    for (const [project, entry] of kept) {
      if (total <= capacity || kept.size === 1) return
      drop(project, entry)
    }
  }

  function read(project: string, { settled }: Marks): KeptLog {
    const log = ports.facts.loadFactLog({ projects: [project], knownUntil: settled })
    const entry: KeptLog = { log, seenUntil: settled - (ports.unsettled ?? 0), facts: 0 }
    void log.then(
      ({ length }) => {
        if (kept.get(project) !== entry) return
        entry.facts = length
        total += length
        shrink()
      },
      () => drop(project, entry),
    )
    return entry
  }

  return async (project, marks) => {
    const before = kept.get(project)
    const isWhole = before !== undefined && hasEveryFact(before.seenUntil, project, marks)
    const entry = isWhole ? before : read(project, marks)
    if (before !== undefined && !isWhole) drop(project, before)
    kept.delete(project)
    kept.set(project, entry)
    const log = await entry.log
    // Whoever read it may have asked later, and known more.
    return log.every(({ receivedAt }) => receivedAt <= marks.settled)
      ? log
      : log.filter(({ receivedAt }) => receivedAt <= marks.settled)
  }
}
