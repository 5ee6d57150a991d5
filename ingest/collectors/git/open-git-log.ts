import { createHash } from 'node:crypto'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { commitOf, endsOf, gitOutput, gitText } from './run-git.ts'

/** What begins the line of a commit. git quotes it in names of files, so that none begins with it. */
export const OF_COMMIT = '\u0001'

/** Everything that a person's settings could change is said, so that the same history gives the same lines everywhere. */
const LOG = [
  ...['-c', 'core.quotePath=false', '-c', 'diff.relative=false', '-c', 'log.showRoot=true'],
  ...['-c', 'log.showSignature=false', '-c', 'log.follow=false', '-c', 'i18n.logOutputEncoding=UTF-8'],
  ...['log', '--no-color', '--no-renames', '--ignore-submodules=none'],
]

/** What is asked of the repository: where the history ends, and what it is counted from. */
interface Asked {
  readonly ref: string
  readonly since: string | null
  readonly head: string
  readonly base: string | null
}

async function askedFor(argument: string): Promise<Asked> {
  const [, from, to] = /^(.*?)\.{2,3}(.*)$/.exec(argument) ?? []
  const [base, head] = from === undefined ? [null, await commitOf(argument)] : await endsOf(argument)
  const named = to ?? argument
  const isHead = named === '' || named === 'HEAD'
  // Of a branch its name says more; without one, as in most pipelines, this says HEAD again.
  const ref = isHead ? await gitText(['rev-parse', '--abbrev-ref', 'HEAD']) : named
  return { ref, since: from === undefined ? null : from === '' ? 'HEAD' : from, head, base }
}

/** The answer in pieces: a line with what was asked, the changes of the branch itself, and the commits to be counted. */
async function* answer({ ref, since, head, base }: Asked, byFile: boolean): AsyncGenerator<Buffer> {
  yield Buffer.from(`${JSON.stringify({ ref, since })}\n`)
  const names = byFile ? ['--name-only'] : []
  const mainline = byFile ? ['--first-parent', '-m'] : ['--first-parent', '-1']
  yield* gitOutput([...LOG, ...mainline, ...names, `--format=${OF_COMMIT}last %H %ct`, head, '--'])
  const range = base === null ? [head] : [head, `^${base}`]
  yield* gitOutput([...LOG, '--no-merges', ...names, `--format=${OF_COMMIT}counted %aE`, ...range, '--'])
}

/**
 * The history of the repository in the current folder, as a report that is as old as the moment of asking.
 *
 * @param argument a branch, tag or commit, or a range such as `v1.0..HEAD`
 * @param byFile whether the names of the files are needed
 * @param now milliseconds since 1970 UTC
 * @throws {ReportRefused} TOOL_FAILED, INVALID_VALUE; TRUNCATED in a shallow clone, whose history is cut off
 */
export async function openGitLog(
  argument: string,
  onRead: (bytes: number) => void,
  byFile: boolean,
  now: number,
): Promise<Report> {
  if ((await gitText(['rev-parse', '--is-shallow-repository'])) !== 'false') {
    throw new ReportRefused(
      'TRUNCATED',
      'the clone is shallow, its history is cut off: fetch all of it (git fetch --unshallow; fetch-depth: 0, GIT_DEPTH: 0)',
    )
  }
  const asked = await askedFor(argument)
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of answer(asked, byFile)) {
    hash.update(piece)
    size += piece.length
  }
  return {
    path: argument,
    size,
    modifiedAt: now,
    digest: hash.digest('hex'),
    async *open() {
      for await (const piece of answer(asked, byFile)) {
        onRead(piece.length)
        yield piece
      }
    },
  }
}
