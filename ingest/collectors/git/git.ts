import type { Collector, CollectedFactOf, CollectWarning } from '../collector.ts'
import type { ComponentPaths } from '../component-paths.ts'
import { ReportRefused } from '../refused.ts'
import { dateIn, instantText, readTime } from '../times.ts'
import { readGitLog } from './read-log.ts'

export interface GitOptions {
  /** The component of each file; without it all commits are of the context's component, or of the whole. */
  readonly components?: ComponentPaths | undefined
}

type Fact = CollectedFactOf<'commits.counted'>

/** As far as the server's clock lets facts be ahead of it. */
const MAX_AHEAD = 300_000

/**
 * Commits and authors of the repository, from what `openGitLog` asked: one `commits.counted` for the whole and, with
 * `components`, one for each of them. They are of the day of asking, and told as of its beginning or as of the last
 * commit, whichever is later: asking twice on one day tells the same unless there was a commit in between.
 */
export const git: Collector<GitOptions> = {
  name: 'git',
  async read(report, { timeZone, component: single }, { components }) {
    const { ref, since, activity, leftOut } = await readGitLog(report, components)
    const asOf = dateIn(report.modifiedAt, timeZone)
    const startOfDay = readTime(`${asOf}T00:00:00`, timeZone)?.instant ?? 0
    const facts = [...activity].map(([name, { commits, authors, last }]): Fact => {
      const component = components === undefined ? single : name
      const at = last?.committedAt ?? 0
      if (last !== null && at > report.modifiedAt + MAX_AHEAD) {
        throw new ReportRefused('INVALID_VALUE', `${last.sha} is dated ${instantText(at)}, after now`)
      }
      return {
        kind: 'commits.counted',
        data: {
          ...(component !== undefined && { component }),
          asOf,
          ref,
          ...(since !== null && { since }),
          commits,
          authors: authors.size,
          ...(last !== null && { lastCommit: { sha: last.sha, committedAt: instantText(at) } }),
        },
        occurredAt: instantText(Math.max(startOfDay, at)),
        line: null,
        because: `${commits} commits of ${report.path}`,
      }
    })
    const silent = [...activity].flatMap(([name, { last }]) =>
      last === null && name !== undefined ? [name] : [],
    )
    const warnings: CollectWarning[] = silent.map((detail) => ({
      code: 'COMPONENT_WITHOUT_FILES',
      line: null,
      detail,
    }))
    if (leftOut > 0) warnings.push({ code: 'ROWS_LEFT_OUT', line: null, detail: `${leftOut} commits` })
    return { facts, warnings, claims: ['all commits'] }
  },
}
