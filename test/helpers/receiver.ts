import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { until } from './proxy/until.ts'

export interface Received {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** What a receiver does with a request: answers with a status, or keeps it waiting for ever. */
export type Reaction =
  number | 'silence' | { readonly status: number; readonly headers: Record<string, string> }

export interface Receiver {
  readonly url: string
  /** Every request so far. */
  readonly received: readonly Received[]
  /** What the following requests are answered with, one after the other; then 200. */
  react(...reactions: Reaction[]): void
  /** Waits for so many requests altogether. */
  count(requests: number): Promise<readonly Received[]>
  close(): Promise<void>
}

/** A real HTTP server on loopback that remembers what it was sent; closed after the test. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const reactions: Reaction[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() })
      const reaction = reactions.shift() ?? 200
      if (reaction === 'silence') return
      const { status, headers } = typeof reaction === 'number' ? { status: reaction, headers: {} } : reaction
      response.writeHead(status, headers).end('thank you')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  onTestFinished(close)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    react: (...next) => reactions.push(...next),
    count: (requests) => until(`${requests} requests`, () => received.length >= requests && received),
    close,
  }
}
