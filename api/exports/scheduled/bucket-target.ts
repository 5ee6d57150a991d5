import { MANIFEST, readManifest } from './manifest.ts'
import type { ExportTarget } from './target.ts'

interface BucketPorts {
  readonly put: (path: string, content: AsyncIterable<Uint8Array>) => Promise<void>
  /** The texts of the objects that a pattern matches. */
  readonly read: (pattern: string) => Promise<ReadonlyMap<string, string>>
}

/**
 * A path a week in a bucket. Objects appear one by one, the manifest last: only a week with a manifest is finished. The
 * same week gives the same bytes, so two processes that write it at the same time do each other no harm, and what an
 * attempt left behind is written over by the next one.
 */
export function bucketTarget({ put, read }: BucketPorts): ExportTarget {
  return {
    finished: async () => {
      const texts = await read(`*/${MANIFEST}`)
      return new Set([...texts.values()].flatMap((text) => readManifest(text)?.week ?? []))
    },
    open: (week) =>
      Promise.resolve({
        put: (name, content) => put(`${week}/${name}`, content),
        finish: async (manifest) => {
          await put(`${week}/${MANIFEST}`, ofBytes(Buffer.from(manifest)))
          return true
        },
        abandon: () => Promise.resolve(),
      }),
  }
}

async function* ofBytes(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
