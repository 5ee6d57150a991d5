import { z } from 'zod'
import { count, date, identifier, instant, line, rule } from '../primitives.ts'
import { base, componentId } from './common.ts'

interface Counted {
  commits: number
  authors: number
  lastCommit?: object | undefined
}

/**
 * Commits of what is to be shipped, of one component or of all, as the repository was on that day. How many people
 * wrote them is told, who they are is not.
 */
export const commitsCounted = z
  .strictObject({
    component: componentId.optional(),
    /** The day on which the repository was asked: what was committed later is not in it. */
    asOf: date,
    /** What was counted: a branch, tag or commit, as it was asked for. */
    ref: line(),
    /** What came after this one is counted, such as the tag of the last release; without it the whole history. */
    since: line().optional(),
    /** Without merges, which change nothing of their own. */
    commits: count,
    authors: count,
    /** The last change of the branch itself: of a merged one the merge. Left out when nothing was ever committed. */
    lastCommit: z.strictObject({ sha: identifier, committedAt: instant }).optional(),
    ...base,
  })
  .superRefine(rule<Counted>(['authors'], 'must not exceed commits', (c) => c.authors <= c.commits))
  .superRefine(
    rule<Counted>(
      ['authors'],
      'must be at least 1 where there are commits',
      (c) => c.commits === 0 || c.authors > 0,
    ),
  )
  .superRefine(
    rule<Counted>(
      ['lastCommit'],
      'must be given where there are commits',
      (c) => c.commits === 0 || c.lastCommit !== undefined,
    ),
  )
export type CommitsCounted = z.infer<typeof commitsCounted>
