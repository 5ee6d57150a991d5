import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'

const holder = z.object({ pid: z.int(), startedAt: z.string(), host: z.string() })
type Holder = z.infer<typeof holder>

/** Where below the data directory the engine keeps its files. */
export const ENGINE_FOLDER = 'clickhouse'

const path = (dataDirectory: string) => join(dataDirectory, 'kanmon.lock.json')

/** Says who holds the directory. It is for people only: the engine's own lock is what keeps a second one out. */
export function writeLockFile(dataDirectory: string, now: number): void {
  const content: Holder = { pid: process.pid, startedAt: new Date(now).toISOString(), host: hostname() }
  writeFileSync(path(dataDirectory), `${JSON.stringify(content)}\n`)
}

/** Removes the note, unless another process has written its own since. */
export function removeLockFile(dataDirectory: string): void {
  if (readHolder(dataDirectory)?.pid === process.pid) rmSync(path(dataDirectory), { force: true })
}

function readHolder(dataDirectory: string): Holder | null {
  try {
    return holder.parse(JSON.parse(readFileSync(path(dataDirectory), 'utf8')))
  } catch {
    return null
  }
}

function isDead({ pid, host }: Holder): boolean {
  if (host !== hostname()) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

/** The process that the engine's own note names: it keeps one beside its data. */
function enginePid(dataDirectory: string): number | null {
  try {
    const [, pid] =
      /^PID: (\d+)$/m.exec(readFileSync(join(dataDirectory, ENGINE_FOLDER, 'status'), 'utf8')) ?? []
    return pid === undefined ? null : Number(pid)
  } catch {
    return null
  }
}

/** Who else holds the directory, in words, or null when nobody is seen; what a dead process left behind is not believed. */
export function describeHolder(dataDirectory: string): string | null {
  const found = readHolder(dataDirectory)
  if (found !== null && found.pid !== process.pid && !isDead(found)) {
    const where = found.host === hostname() ? '' : ` on ${found.host}`
    return `process ${found.pid}${where} (since ${found.startedAt})`
  }
  const pid = enginePid(dataDirectory)
  if (pid === null || pid === process.pid || isDead({ pid, host: hostname(), startedAt: '' })) return null
  return `process ${pid}`
}
