import { connect, type Socket } from 'node:net'

/** What a proxy does to its connections; one object that all of them read, so that a change is in effect at once. */
export interface Faults {
  delayMs: number
  /** New connections are swallowed. */
  halfOpen: boolean
  /** Bytes of request to let through before the next cut, counted on each connection from here on; null: no cut. */
  cutAfterBytes: number | null
  /** The next answer is swallowed and its connection cut. */
  cutBeforeResponse: boolean
  /** A cut took place: the fault is used up. */
  onCut: () => void
}

/** One client's connection and its way to the server. */
export interface Link {
  /** Resets both sides; resolves when both are closed. */
  readonly cut: () => Promise<void>
  /** From now on nothing gets through in either direction, and both sides stay open: for ever, as a lost peer. */
  readonly swallow: () => void
  /** Counts the bytes of a request from here. */
  readonly arm: () => void
  readonly closed: Promise<void>
}

/** Ties a client's connection to a new one to `port`, through the faults. */
export function link(client: Socket, port: number, faults: Faults): Link {
  // Half-closed as its peer has it: an end is forwarded, not answered.
  const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  const state = { swallowing: false, requestBytes: 0 }
  const toServer = delayed(server, faults)
  const toClient = delayed(client, faults)

  const reset = () => {
    client.resetAndDestroy()
    server.resetAndDestroy()
  }
  const swallow = () => {
    state.swallowing = true
    for (const socket of [client, server]) socket.resume()
  }

  client.on('data', (chunk: Buffer) => {
    if (state.swallowing) return
    const left = faults.cutAfterBytes === null ? Infinity : faults.cutAfterBytes - state.requestBytes
    state.requestBytes += chunk.length
    if (chunk.length < left) {
      toServer.write(chunk, client)
      return
    }
    // The server is to see exactly these bytes and then an end: a reset could take them away from it.
    faults.cutAfterBytes = null
    swallow()
    toServer.write(chunk.subarray(0, left), client)
    toServer.end()
    client.resetAndDestroy()
    faults.onCut()
  })
  server.on('data', (chunk: Buffer) => {
    if (state.swallowing) return
    if (!faults.cutBeforeResponse) {
      toClient.write(chunk, server)
      return
    }
    faults.cutBeforeResponse = false
    swallow()
    reset()
    faults.onCut()
  })
  client.once('end', () => state.swallowing || toServer.end())
  server.once('end', () => state.swallowing || toClient.end())
  // An error of one side is handed on as a reset; an error is always followed by a close.
  for (const socket of [client, server]) socket.once('error', () => state.swallowing || reset())
  client.once('close', () => state.swallowing || server.destroy())
  server.once('close', () => state.swallowing || client.destroy())
  if (faults.halfOpen) swallow()

  const closed = Promise.all([whenClosed(client), whenClosed(server)]).then(() => undefined)
  return {
    swallow,
    closed,
    arm: () => (state.requestBytes = 0),
    cut: () => {
      reset()
      return closed
    },
  }
}

function whenClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) resolve()
    else socket.once('close', () => resolve())
  })
}

interface Direction {
  readonly write: (chunk: Buffer, from: Socket) => void
  readonly end: () => void
}

/** Writes to `target` in order, each chunk `delayMs` after it came, without reading on while the target is slow. */
function delayed(target: Socket, faults: Faults): Direction {
  let lastDue = 0
  const inOrder = (action: () => void) => {
    const now = performance.now()
    const due = Math.max(lastDue, now + faults.delayMs)
    lastDue = due
    if (due <= now) action()
    else setTimeout(action, due - now)
  }
  return {
    write: (chunk, from) =>
      inOrder(() => {
        if (target.destroyed || target.write(chunk)) return
        from.pause()
        target.once('drain', () => from.resume())
      }),
    end: () => inOrder(() => target.end()),
  }
}
