import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'

const MAX_COMPLAINT = 500

/**
 * What git writes, in pieces, run in the current folder.
 *
 * @throws {ReportRefused} TOOL_FAILED when there is no git, or it ends with an error
 */
async function* gitOutput(args: readonly string[]): AsyncGenerator<Buffer> {
  const git = spawn('git', args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C' } })
  let complaint = ''
  git.stderr.on('data', (piece: Buffer) => {
    complaint = (complaint + piece.toString()).slice(0, MAX_COMPLAINT)
  })
  const ended = new Promise<number | null>((resolve, reject) => {
    git.on('error', reject)
    git.on('close', resolve)
  })
  // Awaited below; a failure to start must not be unhandled until then.
  ended.catch(() => undefined)
  try {
    for await (const piece of git.stdout) yield piece as Buffer
    const code = await ended
    if (code === 0) return
    throw new ReportRefused('TOOL_FAILED', `git ended with ${code ?? 'a signal'}: ${complaint.trim()}`)
  } catch (error) {
    if (error instanceof ReportRefused) throw error
    throw new ReportRefused('TOOL_FAILED', error instanceof Error ? error.message : String(error))
  } finally {
    git.kill()
  }
}

async function gitText(args: readonly string[]): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of gitOutput(args)) pieces.push(piece)
  return Buffer.concat(pieces).toString().trim()
}

const commitOf = (reference: string) =>
  gitText(['rev-parse', '--verify', '--end-of-options', `${reference === '' ? 'HEAD' : reference}^{commit}`])

/** Both ends of `BASE..HEAD`; of `BASE...HEAD` the base is where the two parted. */
async function endsOf(range: string): Promise<readonly [string, string]> {
  const [, from, dots, to] = /^(.*?)(\.{2,3})(.*)$/.exec(range) ?? []
  if (from === undefined || to === undefined) {
    throw new ReportRefused('INVALID_VALUE', `${range} is no range of commits such as v1.0..HEAD`)
  }
  const [base, head] = [await commitOf(from), await commitOf(to)]
  return [dots === '...' ? await gitText(['merge-base', base, head]) : base, head]
}

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
 * @param range `BASE..HEAD` or `BASE...HEAD`
 * @throws {ReportRefused} TOOL_FAILED, INVALID_VALUE
 */
export async function openGitDiff(range: string, onRead: (bytes: number) => void): Promise<Report> {
  const [base, head] = await endsOf(range)
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
