import { createHash } from 'node:crypto'
import { commitOf, emptyTree, endsOf, gitOutput, gitText } from '../git/run-git.ts'
import type { Report } from '../report.ts'

/** Everything that a person's settings could change is said, so that the same commits give the same lines everywhere. */
const DIFF = [
  ...['-c', 'core.quotePath=false', 'diff', '--no-color', '--no-ext-diff', '--no-textconv'],
  ...['--unified=0', '--inter-hunk-context=0', '--diff-algorithm=myers', '--find-renames=50%', '-l0'],
  ...['--ignore-submodules=all', '--src-prefix=a/', '--dst-prefix=b/'],
]

/**
 * What changed between two commits of the repository in the current folder, as a report: a line with git's version, and
 * then the differences without lines around them. It is dated with the later commit.
 *
 * @param range `BASE..HEAD` or `BASE...HEAD`; of one commit alone, everything that it holds was added
 * @throws {ReportRefused} TOOL_FAILED, INVALID_VALUE
 */
export async function openGitDiff(range: string, onRead: (bytes: number) => void): Promise<Report> {
  const isRange = range.includes('..')
  const [base, head] = isRange ? await endsOf(range) : [await emptyTree(), await commitOf(range)]
  const version = `${await gitText(['--version'])}\n`
  const seconds = Number(await gitText(['show', '--no-patch', '--format=%ct', head]))
  const hash = createHash('sha256').update(version)
  let size = 0
  for await (const piece of gitOutput([...DIFF, base, head, '--'])) {
    hash.update(piece)
    size += piece.length
  }
  return {
    path: range,
    size,
    modifiedAt: seconds * 1000,
    digest: hash.digest('hex'),
    async *open() {
      yield Buffer.from(version)
      for await (const piece of gitOutput([...DIFF, base, head, '--'])) {
        onRead(piece.length)
        yield piece
      }
    },
  }
}
