import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { PullPorts } from '../../ingest/collectors/pull/tracker-client.ts'

export interface TrackerRequest {
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface TrackerReply {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** A text is sent as it stands, anything else as JSON. */
  readonly body?: unknown
}

export interface Tracker {
  readonly url: string
  readonly asked: TrackerRequest[]
}

/** A server of an issue tracker on the loopback, gone when the test ends. */
export async function startTracker(reply: (request: TrackerRequest) => TrackerReply): Promise<Tracker> {
  const asked: TrackerRequest[] = []
  const server = createServer((incoming, outgoing) => {
    const pieces: Buffer[] = []
    incoming.on('data', (piece: Buffer) => pieces.push(piece))
    incoming.on('end', () => {
      const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://tracker')
      const sent = Buffer.concat(pieces).toString()
      const request = { path: pathname, query: searchParams, headers: incoming.headers, body: sent }
      asked.push(request)
      const { status = 200, headers = {}, body = [] } = reply(request)
      outgoing.writeHead(status, { 'content-type': 'application/json', ...headers })
      outgoing.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

/** The surroundings of a pull whose waits only move its clock. */
export function patientPorts(start: number) {
  const clock = { now: start }
  const waits: { readonly seconds: number; readonly cause: string }[] = []
  const ports: PullPorts = {
    fetch,
    now: () => clock.now,
    sleep: (seconds) => {
      clock.now += seconds * 1000
      return Promise.resolve()
    },
    waiting: (seconds, cause) => waits.push({ seconds, cause }),
  }
  return { ports, clock, waits }
}
