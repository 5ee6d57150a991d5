import { open, readFile, rename } from 'node:fs/promises'
import { z } from 'zod'
import { instant } from '../../../schemas/primitives.ts'
import { PullFailed } from './failure.ts'

const pullState = z.strictObject({
  version: z.literal(1),
  /** What it is about: tracker, server and project. */
  of: z.string(),
  /** Every issue that changed before this moment, by the tracker's clock, has been delivered. */
  upTo: instant,
})

/** How far earlier pulls came, in milliseconds; null when there was none. @throws {PullFailed} STATE_UNREADABLE */
export async function readPullState(path: string, of: string): Promise<number | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new PullFailed(
      'STATE_UNREADABLE',
      `${path}: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  const read = pullState.safeParse(jsonOf(text))
  if (!read.success)
    throw new PullFailed('STATE_UNREADABLE', `${path} is no state of a pull; remove it to begin anew`)
  if (read.data.of !== of) {
    throw new PullFailed('STATE_UNREADABLE', `${path} is of ${read.data.of}, not of ${of}`)
  }
  return Date.parse(read.data.upTo)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** Writes how far a pull came: whole or not at all, whenever the process or the machine ends. */
export async function writePullState(path: string, of: string, upTo: number): Promise<void> {
  const state: z.infer<typeof pullState> = { version: 1, of, upTo: new Date(upTo).toISOString() }
  const beside = `${path}.${process.pid}.tmp`
  const file = await open(beside, 'w')
  try {
    await file.writeFile(`${JSON.stringify(state)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(beside, path)
}
