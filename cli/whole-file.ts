import { open, rename, rm } from 'node:fs/promises'

/**
 * Writes a file that is there whole or not at all: under another name beside it, and renamed when everything is on disk.
 *
 * @throws what the content or the file system throws; then nothing is left behind, and a file that was there stays
 */
export async function writeWholeFile(file: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  const part = `${file}.${process.pid}.part`
  const handle = await open(part, 'wx')
  try {
    try {
      for await (const piece of content) await handle.writeFile(piece)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
