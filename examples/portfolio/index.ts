import { projectEvents } from './project.ts'
import { civicProjects } from './projects/civic.ts'
import { embeddedProjects } from './projects/embedded.ts'
import { printerProjects } from './projects/printer.ts'
import { systemsProjects } from './projects/systems.ts'
import { tomcatProjects } from './projects/tomcat.ts'
import type { Portfolio, ReadFile } from './types.ts'

export type { CloudEvent, Portfolio, ReadFile } from './types.ts'

/**
 * The example portfolio, moved so that every series ends on the last local day that has begun at `now`.
 * Pure: the same `now` and the same files always give the same portfolio.
 *
 * @param options.now the moment that is "today", in milliseconds; no event is later
 * @param options.read reads a file of `examples/data` by its relative path
 */
export function buildPortfolio({ now, read }: { now: number; read: ReadFile }): Portfolio {
  const families = [printerProjects, tomcatProjects, systemsProjects, embeddedProjects, civicProjects]
  const specs = families.flatMap((projects) => projects(read))
  return {
    events: specs.flatMap((spec) => projectEvents(spec, now)),
    holds: specs.flatMap(({ id, hold }) => (hold === undefined ? [] : [{ ...hold, scope: { project: id } }])),
    expected: specs.map(({ id, expected }) => ({ project: id, ...expected })),
    about: specs.map(({ id, real, generated }) => ({ project: id, real, generated })),
  }
}
