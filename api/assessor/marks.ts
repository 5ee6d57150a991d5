import type { AssessorPorts } from './ports.ts'

/** What has arrived, as of the moment at which a question came. */
export interface Marks {
  /** When the newest fact of each subject was received, divisions and organizations among them. */
  readonly watermarks: ReadonlyMap<string, number>
  /** Of every project with refused events a text that changes with them. */
  readonly refusals: ReadonlyMap<string, string>
  /** When the newest fact about any division or organization was received, 0 when there is none. */
  readonly wide: number
  /** Since when the newest version of a policy is known. */
  readonly policies: number
  /** Everything received up to here is in the marks. */
  readonly settled: number
}

/** What something was computed from. */
export interface Basis {
  /** Everything received up to here has been taken into account, whichever process received it. */
  readonly seenUntil: number
  /** The mark of the refused events that have been. */
  readonly refusals: string | undefined
}

/** Divisions and organizations are subjects too; a project's id has no colon. */
const isProject = (subject: string) => !subject.includes(':')

function newestWide(watermarks: ReadonlyMap<string, number>): number {
  let newest = 0
  for (const [subject, received] of watermarks) if (!isProject(subject)) newest = Math.max(newest, received)
  return newest
}

export type MarkPorts = Pick<AssessorPorts, 'facts' | 'policies' | 'settledUntil'>

/** Reads the marks of some projects, or of all there are. */
export async function readMarks(
  ports: MarkPorts,
  projects: readonly string[] | null,
  // Taken first: whatever was received by then is in the watermarks read after it.
  settled = ports.settledUntil(),
): Promise<Marks> {
  const [watermarks, refusals, policies] = await Promise.all([
    ports.facts.readWatermarks(projects),
    ports.facts.readRefusalMarks(),
    ports.policies.refresh(),
  ])
  return { watermarks, refusals, wide: newestWide(watermarks), policies, settled }
}

/** The projects that the marks know, in order of their ids. */
export const projectsOf = ({ watermarks }: Marks): string[] => [...watermarks.keys()].filter(isProject).sort()

/** Whether a project's facts that were read up to some receipt are still all of them. */
export const hasEveryFact = (seenUntil: number, project: string, { watermarks, settled }: Marks): boolean =>
  Math.min(watermarks.get(project) ?? 0, settled) <= seenUntil

/** Whether nothing has come since that a verdict on the project could depend on. */
export function covers({ seenUntil, refusals }: Basis, project: string, marks: Marks): boolean {
  if (refusals !== marks.refusals.get(project)) return false
  return (
    hasEveryFact(seenUntil, project, marks) &&
    Math.min(Math.max(marks.wide, marks.policies), marks.settled) <= seenUntil
  )
}
