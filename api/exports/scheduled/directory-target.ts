import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { MANIFEST, readManifest } from './manifest.ts'
import type { ExportTarget, WeekPlace } from './target.ts'

const WEEK = /^\d{4}-W\d{2}$/
/** A folder that is being written, with the id of the attempt. */
const PART = /^\.\d{4}-W\d{2}\.[\w-]+\.part$/
/** Longer than any export takes. */
const ABANDONED_MILLISECONDS = 86_400_000

interface DirectoryPorts {
  readonly directory: string
  readonly newId: () => string
  readonly now: () => number
}

async function writeSynced(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx')
  try {
    for await (const piece of content) await handle.writeFile(piece)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const isTaken = (error: unknown) =>
  ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')

/**
 * A folder a week below a directory. A week is written into a hidden folder beside it and takes its name when everything
 * is on disk, so that it is there whole or not at all; of two processes that write the same week the first one's stays.
 */
export function directoryTarget({ directory, newId, now }: DirectoryPorts): ExportTarget {
  async function removeAbandoned(names: readonly string[]): Promise<void> {
    for (const name of names.filter((each) => PART.test(each))) {
      const path = join(directory, name)
      const { mtimeMs } = await stat(path)
      if (now() - mtimeMs > ABANDONED_MILLISECONDS) await rm(path, { recursive: true, force: true })
    }
  }

  async function hasManifest(week: string): Promise<boolean> {
    try {
      return readManifest(await readFile(join(directory, week, MANIFEST), 'utf8'))?.week === week
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw error
    }
  }

  async function place(week: string): Promise<WeekPlace> {
    const part = join(directory, `.${week}.${newId()}.part`)
    await mkdir(part, { recursive: true })
    return {
      put: (name, content) => writeSynced(join(part, name), content),
      finish: async (manifest) => {
        await writeSynced(join(part, MANIFEST), ofText(manifest))
        try {
          await rename(part, join(directory, week))
          return true
        } catch (error) {
          if (!isTaken(error) || !(await hasManifest(week))) throw error
          return false
        }
      },
      abandon: () => rm(part, { recursive: true, force: true }),
    }
  }

  return {
    finished: async () => {
      await mkdir(directory, { recursive: true })
      const names = await readdir(directory)
      await removeAbandoned(names)
      const weeks = new Set<string>()
      for (const name of names) if (WEEK.test(name) && (await hasManifest(name))) weeks.add(name)
      return weeks
    },
    open: place,
  }
}

async function* ofText(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text))
}
