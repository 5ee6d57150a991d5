import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface TestBucket {
  /** With the bucket and a path in it. */
  readonly url: string
  /** By key. */
  readonly objects: Map<string, Buffer>
  /** Keys in the order in which they were written. */
  readonly written: string[]
  /** Answers writes of keys that match with 503 until it is null again. */
  failing: RegExp | null
}

const BUCKET = 'bucket'

const xml = (body: string) => `<?xml version="1.0" encoding="UTF-8"?>${body}`

/** The little of S3 that the engine asks for: whole objects, ranges of them and a list; signatures are not checked. */
export async function openBucket(): Promise<TestBucket> {
  const objects = new Map<string, Buffer>()
  const bucket: TestBucket = { url: '', objects, written: [], failing: null }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const key = decodeURIComponent(url.pathname.slice(BUCKET.length + 2))
    const answer = async () => {
      const body = await buffer(request)
      if (request.method === 'PUT') {
        if (bucket.failing?.test(key) === true) {
          response.writeHead(403).end(xml('<Error><Code>AccessDenied</Code><Message>no</Message></Error>'))
          return
        }
        objects.set(key, body)
        bucket.written.push(key)
        response.setHeader('etag', '"x"').end()
        return
      }
      if (url.searchParams.has('list-type')) {
        const prefix = url.searchParams.get('prefix') ?? ''
        const contents = [...objects].filter(([name]) => name.startsWith(prefix))
        const entries = contents.map(
          ([name, bytes]) =>
            `<Contents><Key>${name}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified><ETag>"x"</ETag><Size>${bytes.length}</Size></Contents>`,
        )
        const head = `<Name>${BUCKET}</Name><Prefix>${prefix}</Prefix><KeyCount>${entries.length}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>`
        response.setHeader('content-type', 'application/xml')
        response.end(xml(`<ListBucketResult>${head}${entries.join('')}</ListBucketResult>`))
        return
      }
      const found = objects.get(key)
      if (found === undefined) {
        response.writeHead(404, { 'content-type': 'application/xml' })
        response.end(request.method === 'HEAD' ? '' : xml('<Error><Code>NoSuchKey</Code></Error>'))
        return
      }
      const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
      const from = Number(first ?? 0)
      const to =
        last === undefined || last === '' ? found.length - 1 : Math.min(Number(last), found.length - 1)
      const part = found.subarray(from, to + 1)
      response.writeHead(first === undefined ? 200 : 206, {
        etag: '"x"',
        'last-modified': 'Thu, 01 Jan 2026 00:00:00 GMT',
        'accept-ranges': 'bytes',
        'content-length': part.length,
        ...(first !== undefined && { 'content-range': `bytes ${from}-${to}/${found.length}` }),
      })
      response.end(request.method === 'HEAD' ? undefined : part)
    }
    answer().catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return Object.assign(bucket, { url: `http://127.0.0.1:${port}/${BUCKET}/exports` })
}
