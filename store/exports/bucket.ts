import { z } from 'zod'
import { runQuery } from '../query.ts'
import type { Store } from '../store.ts'
import { withStaging } from './staging.ts'

/** An S3-compatible bucket with a path in it, as its URL. Without keys the engine signs as its surroundings say. */
export interface Bucket {
  readonly url: string
  readonly keys: { readonly id: string; readonly secret: string } | null
}

/** Text of our own configuration as SQL. */
const quoted = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`

/** What stands at `path`, as one row of bytes an object. */
function objectsAt({ url, keys }: Bucket, path: string): string {
  const place = quoted(`${url.replace(/\/+$/, '')}/${path}`)
  const signed = keys === null ? '' : `, ${quoted(keys.id)}, ${quoted(keys.secret)}`
  return `s3(${place}${signed}, 'RawBLOB', 'data String')`
}

/** A bucket that does not answer must not hold up the store's writes for long. */
const PATIENCE = 's3_connect_timeout_ms = 5000, s3_request_timeout_ms = 20000, s3_retry_attempts = 2'

const CHUNK_BYTES = 1 << 20

/** Writes an object through the engine, in the place of one that is there. Whole or not at all, as S3 has it. */
export async function putObject(
  store: Store,
  bucket: Bucket,
  { path, id }: { readonly path: string; readonly id: string },
  content: AsyncIterable<Uint8Array>,
): Promise<void> {
  const work = withStaging(
    store,
    id,
    { place: 'UInt64', data: 'String' },
    async function* ({ table, append }) {
      let place = 0
      for await (const bytes of content) {
        for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
          const chunk = Buffer.from(bytes.subarray(from, from + CHUNK_BYTES))
          await append([{ place: (place += 1), data: chunk.toString('base64') }])
        }
      }
      const target = objectsAt(bucket, path)
      const query = `INSERT INTO FUNCTION ${target} SELECT base64Decode(data) FROM ${table} ORDER BY place`
      await store.write.command({
        query: `${query} SETTINGS s3_truncate_on_insert = 1, max_threads = 1, max_insert_threads = 1, ${PATIENCE}`,
      })
      yield place
    },
  )
  for await (const chunks of work)
    if (chunks === 0) throw new RangeError('putObject: an object without bytes')
}

/** The texts of all objects whose path the pattern matches (`*` stands for a name), by their path in the bucket. */
export async function readObjects(
  store: Store,
  bucket: Bucket,
  pattern: string,
): Promise<ReadonlyMap<string, string>> {
  const query = {
    name: 'bucket-objects',
    params: z.object({}),
    row: z.object({ path: z.string(), data: z.string() }),
    sql: () => `SELECT _path AS path, data FROM ${objectsAt(bucket, pattern)}`,
  }
  const rows = await runQuery(store, query, {})
  return new Map(rows.map(({ path, data }) => [path, data]))
}
