import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** Files of one commit; null removes one. */
export type Files = Readonly<Record<string, string | Buffer | null>>

export interface Commit {
  readonly files: Files
  /** Address of the author; the committer is always the same. */
  readonly author?: string
  /** When it was committed. */
  readonly at?: string
}

export interface TestRepository {
  readonly folder: string
  /** What git itself answers. */
  readonly git: (...args: string[]) => string
  readonly commit: (commit: Commit) => void
  /** Merges a branch with a commit of its own. */
  readonly merge: (branch: string, at?: string) => void
}

const datedAt = (at: string) => ({ GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: '2026-11-01T00:00:00Z' })
const WHEN = '2026-11-18T20:00:00Z'

/** An empty git repository, which is the current folder until the test ends. */
export function makeGitRepository(): TestRepository {
  const folder = mkdtempSync(join(tmpdir(), 'kanmon-git-'))
  const before = process.cwd()
  const run = (environment: Readonly<Record<string, string>>, args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
      env: { ...process.env, ...environment },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim()
  run({}, ['init', '-q', '-b', 'main'])
  process.chdir(folder)
  onTestFinished(() => {
    process.chdir(before)
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    folder,
    git: (...args) => run({}, args),
    merge: (branch, at = WHEN) => void run(datedAt(at), ['merge', '-q', '--no-ff', '-m', 'merge', branch]),
    commit({ files, author = 't@example.org', at = WHEN }) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        if (content === null) rmSync(join(folder, path))
        else writeFileSync(join(folder, path), content)
      }
      run({}, ['add', '--all'])
      run({ ...datedAt(at), GIT_AUTHOR_EMAIL: author }, ['commit', '-q', '--allow-empty', '-m', 'c'])
    },
  }
}
