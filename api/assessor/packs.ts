import type { AssessorPorts } from './ports.ts'

/** Rows of facts that are read at once: some tens of megabytes in memory. */
const MOST_ROWS = 20_000

/** Projects in their order, in packs of which each has no more rows than fit, or one project. */
export function packed(
  projects: readonly string[],
  rowsOf: (project: string) => number,
  mostRows: number,
): string[][] {
  const packs: string[][] = []
  let rows = Infinity
  for (const project of projects) {
    const more = rowsOf(project)
    const pack = packs.at(-1)
    if (pack === undefined || rows + more > mostRows) {
      packs.push([project])
      rows = more
    } else {
      pack.push(project)
      rows += more
    }
  }
  return packs
}

/** Packs of projects whose logs may be read at once. */
export async function packsToRead(
  ports: Pick<AssessorPorts, 'facts'>,
  projects: readonly string[],
  knownUntil: number,
): Promise<string[][]> {
  if (projects.length === 1) return [[...projects]]
  const extents = await ports.facts.readExtents({ projects, knownUntil })
  return packed(projects, (project) => extents.get(project)?.rows ?? 0, MOST_ROWS)
}
