import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'

const SIZE = '256m'

/** A small file system in a namespace of its own, there as long as its keeper; `seen` is the way to it from here. */
export async function mountSmall(directory: string): Promise<{ enter: [string, ...string[]]; seen: string }> {
  const script = `mount -t tmpfs -o size=${SIZE} none '${directory}' && echo mounted && cat`
  const keeper = spawn('unshare', ['-rm', 'sh', '-c', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void keeper.stdin.end())
  const [said] = (await Promise.race([once(keeper.stdout, 'data'), once(keeper, 'exit')])) as [unknown]
  expect(String(said)).toContain('mounted')
  const pid = keeper.pid!
  return {
    enter: ['nsenter', '--preserve-credentials', '-U', '-m', '-t', String(pid), process.execPath],
    seen: join(`/proc/${pid}/root`, directory),
  }
}
