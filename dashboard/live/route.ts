import type { Hono } from 'hono'
import { callerAnswer } from '../../schemas/answers-caller.ts'
import { ask, SignInNeeded } from '../ask.ts'
import type { Frame } from '../frame.ts'
import type { DashboardPorts } from '../ports.ts'
import type { Site } from '../site.ts'
import type { Visit } from '../visit.ts'
import type { LiveUpdates } from './live-updates.ts'

/** Bytes that a browser may leave unread before its connection is ended. */
const MOST_UNREAD = 4096
/** Milliseconds after which a browser whose connection ended comes back. */
const COME_BACK = 3000

const encoder = new TextEncoder()

/** Server-sent events as they are on the wire. They name no project, so whoever may come in may hear them. */
function eventStream(live: LiveUpdates): ReadableStream<Uint8Array> | null {
  const connection: { stop: (() => void) | null } = { stop: null }
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const end = () => {
          connection.stop?.()
          controller.close()
        }
        connection.stop = live.listen({
          send: (event) => {
            if ((controller.desiredSize ?? 0) <= 0) end()
            else controller.enqueue(encoder.encode(event === 'beat' ? ':\n\n' : `event: ${event}\ndata:\n\n`))
          },
          end: () => controller.close(),
        })
        controller.enqueue(encoder.encode(`retry: ${COME_BACK}\n\n`))
      },
      cancel: () => connection.stop?.(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MOST_UNREAD }),
  )
  return connection.stop === null ? null : stream
}

async function isKnown(ports: DashboardPorts, visit: Visit): Promise<boolean> {
  try {
    return (await ask(ports, visit, '/v1/caller', callerAnswer)).ok
  } catch (error) {
    if (error instanceof SignInNeeded) return false
    throw error
  }
}

/** `GET /events`: tells a page that what it shows may have changed. */
export function registerLiveUpdates(app: Hono, frame: Frame, ports: DashboardPorts, site: Site): void {
  app.get('/events', async (c) => {
    // Whatever is not an event stream tells the browser not to try again.
    if (!(await isKnown(ports, await frame.visit(c)))) return c.body(null, 401)
    const stream = site.live === null ? null : eventStream(site.live)
    if (stream === null) return c.body(null, 503)
    return c.body(stream, 200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      // Proxies that gather answers would gather this one for ever.
      'x-accel-buffering': 'no',
    })
  })
}
