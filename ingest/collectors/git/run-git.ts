import { spawn } from 'node:child_process'
import { ReportRefused } from '../refused.ts'

const MAX_COMPLAINT = 500

/**
 * What git writes, in pieces, run in the current folder.
 *
 * @throws {ReportRefused} TOOL_FAILED when there is no git, or it ends with an error
 */
export async function* gitOutput(args: readonly string[]): AsyncGenerator<Buffer> {
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

/** What git writes, whole. @throws {ReportRefused} TOOL_FAILED */
export async function gitText(args: readonly string[]): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of gitOutput(args)) pieces.push(piece)
  return Buffer.concat(pieces).toString().trim()
}

/** The id of a commit. @throws {ReportRefused} TOOL_FAILED when there is no such one */
export const commitOf = (reference: string) =>
  gitText(['rev-parse', '--verify', '--end-of-options', `${reference === '' ? 'HEAD' : reference}^{commit}`])

/** The tree without a file, from which everything that a commit holds was added. */
export const emptyTree = () => gitText(['hash-object', '-t', 'tree', '--stdin'])

/** Both ends of `BASE..HEAD`; of `BASE...HEAD` the base is where the two parted. @throws {ReportRefused} INVALID_VALUE, TOOL_FAILED */
export async function endsOf(range: string): Promise<readonly [string, string]> {
  const [, from, dots, to] = /^(.*?)(\.{2,3})(.*)$/.exec(range) ?? []
  if (from === undefined || to === undefined) {
    throw new ReportRefused('INVALID_VALUE', `${range} is no range of commits such as v1.0..HEAD`)
  }
  const [base, head] = [await commitOf(from), await commitOf(to)]
  return [dots === '...' ? await gitText(['merge-base', base, head]) : base, head]
}
