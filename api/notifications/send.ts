import { Webhook } from 'standardwebhooks'
import type { Schedule } from '../compose/schedule.ts'
import type { Endpoint } from './endpoint.ts'

/** A receiver has so long to answer, in milliseconds. */
export const SEND_TIMEOUT = 10_000

/** What came of one attempt. `error` is a code of a closed list, without anything of the address or the answer. */
export interface Sent {
  readonly isDelivered: boolean
  /** The receiver said that it will never take it (410 Gone). */
  readonly isRefused: boolean
  readonly status: number
  readonly error: string
  /** Seconds after which the receiver asks to be asked again. */
  readonly retryAfter: number | null
}

export interface SendPorts {
  readonly fetch: typeof fetch
  readonly schedule: Schedule
  readonly now: () => number
}

/**
 * Sends a notification once, signed as the Standard Webhooks specification says. No redirect is followed: the address
 * in the configuration is the one that was decided on, and a receiver must not point elsewhere, least of all inside.
 *
 * @returns null when it was called off by `signal`
 */
export async function send(
  endpoint: Pick<Endpoint, 'url' | 'secrets'>,
  message: { readonly id: string; readonly body: string },
  ports: SendPorts,
  signal: AbortSignal,
): Promise<Sent | null> {
  const moment = new Date(ports.now())
  const signatures = endpoint.secrets.map((secret) =>
    new Webhook(secret).sign(message.id, moment, message.body),
  )
  const limit = new AbortController()
  const cancel = ports.schedule(SEND_TIMEOUT, () => limit.abort())
  try {
    const response = await ports.fetch(endpoint.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'user-agent': 'kanmon',
        'webhook-id': message.id,
        'webhook-timestamp': String(Math.floor(moment.getTime() / 1000)),
        'webhook-signature': signatures.join(' '),
      },
      body: message.body,
      signal: AbortSignal.any([limit.signal, signal]),
    })
    // The answer's body is of no interest, but its connection is.
    await response.body?.cancel()
    return answered(response)
  } catch (error) {
    if (signal.aborted) return null
    return {
      isDelivered: false,
      isRefused: false,
      status: 0,
      error: limit.signal.aborted ? 'TIMEOUT' : connectionError(error),
      retryAfter: null,
    }
  } finally {
    cancel()
  }
}

function answered({ status, ok, headers }: Response): Sent {
  const given = headers.get('retry-after') ?? ''
  return {
    isDelivered: ok,
    isRefused: status === 410,
    status,
    error: ok ? '' : status >= 300 && status < 400 ? 'REDIRECT' : 'STATUS',
    retryAfter: /^\d{1,6}$/.test(given) ? Number(given) : null,
  }
}

/** The code of what went wrong on the way, such as ECONNREFUSED or a TLS error. */
function connectionError(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  return /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : 'CONNECTION'
}
