import { groupBy } from '../../../analytics/group-by.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import type { ApiPorts } from '../../app-types.ts'
import { recentlyUsed } from '../../recently-used.ts'
import { type HoldSpan, holdSpans } from './holds.ts'
import { type PolicyChange, policyChanges } from './policy-changes.ts'
import { type ProjectMonth, projectMonth, REPORT_GATE } from './project-month.ts'
import { type ReportMonth, reportMonth } from './report-month.ts'

/** Everything that a committee's pack is made of. */
export interface Pack {
  readonly month: ReportMonth
  readonly projects: readonly ProjectMonth[]
  /** Whatever they are about; who may see which is for the route to say. */
  readonly holds: readonly HoldSpan[]
  readonly policies: readonly PolicyChange[]
}

export type PackPorts = Pick<
  ApiPorts,
  'assessor' | 'policies' | 'views' | 'verdictsBetween' | 'loadWideFacts' | 'now' | 'settledUntil'
> & { readonly yieldNow: () => Promise<unknown> }

export type Packs = (month: string, projects: readonly string[]) => Promise<Pack>

/** How many projects' facts are read at once. */
const PROJECTS_AT_ONCE = 8
/** A few figures each: some years of a large house. */
const KEPT = 100_000
/** After so many milliseconds nothing more can appear that was received before a month was over. */
const SETTLED_AFTER = 300_000

/**
 * Makes the pack of a month. Everything in it is judged from what was known at the month's two ends and from the
 * verdicts that were given in between, so a month that is over gives the same pack whenever it is asked for; the part of
 * each project is then kept.
 */
export function createPacks(ports: PackPorts): Packs {
  const kept = recentlyUsed<string, { readonly part: ProjectMonth | null }>(KEPT)

  async function partsOf(projects: readonly string[], month: ReportMonth): Promise<(ProjectMonth | null)[]> {
    const isSettled = month.isOver && ports.settledUntil() > month.closing + SETTLED_AFTER
    const keyOf = (project: string) => `${month.month} ${project}`
    const missing = projects.filter((project) => kept.get(keyOf(project)) === undefined)
    const records = await ports.verdictsBetween({
      projects: missing,
      gate: REPORT_GATE,
      after: month.opening,
      until: month.closing,
    })
    const told = groupBy(records, ({ content }) => content.project)
    return Promise.all(
      projects.map(async (project) => {
        const before = kept.get(keyOf(project))
        if (before !== undefined) return before.part
        const part = await projectMonth(ports, project, month, told.get(project) ?? [])
        if (isSettled) kept.set(keyOf(project), { part })
        return part
      }),
    )
  }

  return async function packOf(name, projects) {
    await ports.policies.refresh()
    const month = reportMonth(name, ports.now())
    const parts: ProjectMonth[] = []
    for (let first = 0; first < projects.length; first += PROJECTS_AT_ONCE) {
      await ports.yieldNow()
      const found = await partsOf(projects.slice(first, first + PROJECTS_AT_ONCE), month)
      parts.push(...found.filter((part) => part !== null))
    }
    const wide = await ports.loadWideFacts({ knownUntil: month.closing })
    const orders: Fact[] = [...parts.flatMap(({ orders: own }) => own), ...wide]
    return {
      month,
      projects: parts,
      holds: holdSpans(orders, month.closing),
      policies: await policyChanges(ports, projects, month),
    }
  }
}
