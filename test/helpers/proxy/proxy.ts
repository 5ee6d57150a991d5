import { createServer, type Server } from 'node:net'
import { freePort } from './free-port.ts'
import { type Faults, type Link, link } from './link.ts'

/** A cut that waits for its moment. */
export interface PendingCut {
  /** Resolves when a connection was cut. */
  readonly happened: Promise<void>
}

/** A TCP proxy on loopback that can fail. Every method resolves, or returns, when its fault is in effect. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number
  /** Connections that are open now. */
  readonly connections: () => number
  /** Resets every open connection; new ones get through. */
  readonly cut: () => Promise<void>
  /**
   * Cuts the first connection over which `bytes` more bytes of request have gone: the server gets exactly these
   * and then an end, the client a reset and nothing more. Once.
   */
  readonly cutAfterRequest: (bytes: number) => PendingCut
  /** Resets the first connection on which the server answers, before any byte of it comes back: done, and unknown. Once. */
  readonly cutBeforeResponse: () => PendingCut
  /** From now on every piece takes this much longer, both ways. */
  readonly delay: (ms: number) => void
  /** Open and new connections swallow everything and answer nothing; those never live again, not after `heal` either. */
  readonly halfOpen: () => void
  /** Stops listening and resets every open connection. */
  readonly refuse: () => Promise<void>
  /** New connections get through again, undisturbed. */
  readonly heal: () => Promise<void>
  readonly close: () => Promise<void>
}

/** Starts a proxy to a loopback port, which need not be listened on yet. */
export async function startProxy({ to }: { to: number }): Promise<TcpProxy> {
  const port = await freePort()
  const links = new Set<Link>()
  const faults: Faults = {
    delayMs: 0,
    halfOpen: false,
    cutAfterBytes: null,
    cutBeforeResponse: false,
    onCut: () => undefined,
  }
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const own = link(client, to, faults)
    links.add(own)
    void own.closed.then(() => links.delete(own))
  })
  const listen = () =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject)
        resolve()
      })
    })
  const cut = async () => {
    await Promise.all([...links].map((own) => own.cut()))
  }
  const refuse = async () => {
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()))
    await cut()
    await stopped
  }
  const pending = (arm: () => void): PendingCut => {
    const happened = new Promise<void>((resolve) => (faults.onCut = resolve))
    for (const own of links) own.arm()
    arm()
    return { happened }
  }
  await listen()
  return {
    port,
    connections: () => links.size,
    cut,
    cutAfterRequest: (bytes) => pending(() => (faults.cutAfterBytes = bytes)),
    cutBeforeResponse: () => pending(() => (faults.cutBeforeResponse = true)),
    delay: (ms) => (faults.delayMs = ms),
    halfOpen: () => {
      faults.halfOpen = true
      for (const own of links) own.swallow()
    },
    refuse,
    heal: async () => {
      Object.assign(faults, { delayMs: 0, halfOpen: false, cutAfterBytes: null, cutBeforeResponse: false })
      if (!server.listening) await listen()
    },
    close: refuse,
    [Symbol.asyncDispose]: refuse,
  }
}
